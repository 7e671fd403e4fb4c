namespace S3Kit.Configuration;

/// <summary>What is wrong with an address. One that may hold a password or a signature is never shown.</summary>
internal static class AddressFaults
{
    public static void Collect(string key, string address, bool mayHavePath, ICollection<string> faults)
    {
        if (address.Contains('@', StringComparison.Ordinal))
            faults.Add($"{key}: must not contain a user name or a password; give AccessKey and SecretKey instead");
        else if (address.AsSpan().ContainsAny('?', '#'))
            faults.Add($"{key}: must not contain a query or a fragment");
        else if (!IsHttp(address, out var uri))
            faults.Add($"{key}: {OptionValue.Show(address)} is not an absolute http or https URL{Suggestion(address)}");
        else if (!mayHavePath && uri.AbsolutePath is not "/")
            faults.Add($"{key}: {OptionValue.Show(address)} has a path; give the address of the server alone, and buckets and keys with each request");
    }

    private static bool IsHttp(string address, out Uri uri) =>
        Uri.TryCreate(address, UriKind.Absolute, out uri!) && uri.Scheme is "http" or "https" && uri.Host.Length > 0;

    private static string Suggestion(string address) =>
        !address.Contains("//", StringComparison.Ordinal) && IsHttp("https://" + address, out _) ? "; does it lack http:// or https://?" : "";
}
