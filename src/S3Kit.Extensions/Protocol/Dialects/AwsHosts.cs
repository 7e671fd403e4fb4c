namespace S3Kit.Protocol;

/// <summary>What the host names of AWS say.</summary>
internal static class AwsHosts
{
    private const string Suffix = ".amazonaws.com";
    private const string ChinaSuffix = ".amazonaws.com.cn";

    public static bool IsAws(string host) =>
        host.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) || host.EndsWith(ChinaSuffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The region in <c>s3.REGION.amazonaws.com</c>, <c>s3-REGION...</c> and <c>s3.dualstack.REGION...</c>; <see langword="null"/> where there is none.</summary>
    public static string? RegionOf(string host)
    {
        if (!IsAws(host))
        {
            return null;
        }

        string rest = host.ToLowerInvariant();
        rest = rest[..rest.IndexOf(Suffix, StringComparison.Ordinal)];
        foreach (string prefix in (ReadOnlySpan<string>)["s3.dualstack.", "s3-fips.dualstack.", "s3-fips.", "s3.", "s3-"])
        {
            if (rest.StartsWith(prefix, StringComparison.Ordinal))
            {
                string region = rest[prefix.Length..];
                return region switch
                {
                    "external-1" => "us-east-1",

                    // Serves buckets of every region.
                    "accelerate" => null,
                    _ => region.Contains('.', StringComparison.Ordinal) ? null : region,
                };
            }
        }

        return null;
    }

    /// <summary>The same service in another region, for a bucket that turned out to live there; <see langword="null"/> for hosts not understood.</summary>
    public static string? InRegion(string host, string region)
    {
        if (!IsAws(host))
        {
            return null;
        }

        string lower = host.ToLowerInvariant();
        string suffix = lower.EndsWith(ChinaSuffix, StringComparison.Ordinal) ? ChinaSuffix : Suffix;
        if (lower == "s3" + suffix || lower == "s3-external-1" + suffix)
        {
            return $"s3.{region}{suffix}";
        }

        string? current = RegionOf(lower);
        return current is null ? null : lower.Replace(current + suffix, region + suffix, StringComparison.Ordinal);
    }
}
