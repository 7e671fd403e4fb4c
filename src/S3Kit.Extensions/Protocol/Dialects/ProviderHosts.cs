namespace S3Kit.Protocol;

/// <summary>What the host names of providers say: whose they are, and of which region.</summary>
internal static class ProviderHosts
{
    private const string DigitalOcean = ".digitaloceanspaces.com";
    private const string Wasabi = ".wasabisys.com";
    private const string Backblaze = ".backblazeb2.com";
    private const string Cloudflare = ".r2.cloudflarestorage.com";
    private const string Google = "storage.googleapis.com";

    public static EndpointProfile ProfileOf(string host) =>
        AwsHosts.IsAws(host) ? EndpointProfile.Aws
        : Is(host, DigitalOcean) ? EndpointProfile.DigitalOcean
        : Is(host, Wasabi) ? EndpointProfile.Wasabi
        : Is(host, Backblaze) ? EndpointProfile.BackblazeB2
        : Is(host, Cloudflare) ? EndpointProfile.CloudflareR2
        : host.Equals(Google, StringComparison.OrdinalIgnoreCase) || Is(host, "." + Google) ? EndpointProfile.Gcs
        : EndpointProfile.Generic;

    /// <summary>
    /// The region in the host name; <see langword="null"/> where there is none: <c>REGION.digitaloceanspaces.com</c>, <c>s3.REGION.wasabisys.com</c>,
    /// <c>s3.REGION.backblazeb2.com</c>, and the forms of AWS.
    /// </summary>
    public static string? RegionOf(string host)
    {
        if (AwsHosts.IsAws(host))
        {
            return AwsHosts.RegionOf(host);
        }

        string lower = host.ToLowerInvariant();
        return Label(lower, DigitalOcean, "") ?? Label(lower, Wasabi, "s3.") ?? Label(lower, Backblaze, "s3.");
    }

    private static bool Is(string host, string suffix) => host.Length > suffix.Length && host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);

    private static string? Label(string host, string suffix, string prefix)
    {
        if (!Is(host, suffix) || !host.StartsWith(prefix, StringComparison.Ordinal) || host.Length <= prefix.Length + suffix.Length)
        {
            return null;
        }

        string label = host[prefix.Length..^suffix.Length];
        return label.Contains('.', StringComparison.Ordinal) ? null : label;
    }
}
