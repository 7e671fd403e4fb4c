using System.Buffers;

namespace S3Kit.Configuration;

/// <summary>What is wrong with one endpoint, seen alone.</summary>
internal static class EndpointFaults
{
    private const int LongestName = 64;
    private const string AName = "a name of 1 to 64 letters, digits, hyphens, underscores and dots";
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Notes every fault of an endpoint.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="key">The configuration key of the endpoint itself.</param>
    /// <param name="keyOf">The configuration key of one of its settings.</param>
    /// <param name="faults">Where faults are noted.</param>
    public static void Collect(string name, EndpointOptions options, string key, Func<string, string> keyOf, ICollection<string> faults)
    {
        if (!IsName(name))
            faults.Add($"{key}: {OptionValue.Show(name)} is not {AName}");

        AttributeFaults.Collect(options, keyOf, faults);
        CollectAddresses(options, keyOf, faults);
        CollectKeys(options, keyOf, faults);

        if (options.Region is not null && !IsName(options.Region))
            faults.Add($"{keyOf(nameof(options.Region))}: {OptionValue.Show(options.Region)} is not the name of a region, such as us-east-1");
        if (options.Pool is not null && !IsName(options.Pool))
            faults.Add($"{keyOf(nameof(options.Pool))}: {OptionValue.Show(options.Pool)} is not {AName}");
        if (options.HealthProbe is not null)
            CollectProbe(options.HealthProbe, property => $"{keyOf(nameof(options.HealthProbe))}:{property}", faults);
    }

    /// <summary>Whether a text may name an endpoint, a pool or a region: it becomes part of keys, addresses, signatures and metrics.</summary>
    private static bool IsName(string name) => name.Length is > 0 and <= LongestName && !name.AsSpan().ContainsAnyExcept(NameCharacters);

    private static void CollectAddresses(EndpointOptions options, Func<string, string> keyOf, ICollection<string> faults)
    {
        if (string.IsNullOrEmpty(options.Url))
            faults.Add($"{keyOf(nameof(options.Url))}: required, for instance https://s3.eu-central-1.amazonaws.com or http://127.0.0.1:9000");
        else if (EndpointUrlPattern.IsPattern(options.Url))
            faults.Add($"{keyOf(nameof(options.Url))}: {OptionValue.Show(options.Url)} stands for several endpoints, which only settings may; add them one by one");
        else
            AddressFaults.Collect(keyOf(nameof(options.Url)), options.Url, mayHavePath: false, faults);

        if (!string.IsNullOrEmpty(options.PublicUrl))
            AddressFaults.Collect(keyOf(nameof(options.PublicUrl)), options.PublicUrl, mayHavePath: true, faults);
    }

    private static void CollectKeys(EndpointOptions options, Func<string, string> keyOf, ICollection<string> faults)
    {
        var (accessKey, secretKey, token) = (keyOf(nameof(options.AccessKey)), keyOf(nameof(options.SecretKey)), keyOf(nameof(options.SessionToken)));
        var (hasAccessKey, hasSecretKey) = (!string.IsNullOrEmpty(options.AccessKey), !string.IsNullOrEmpty(options.SecretKey));

        if (hasAccessKey && !hasSecretKey)
            faults.Add($"{secretKey}: missing, although {accessKey} is given; give both, or neither for unsigned requests");
        if (hasSecretKey && !hasAccessKey)
            faults.Add($"{accessKey}: missing, although {secretKey} is given; give both, or neither for unsigned requests");
        if (!hasAccessKey && !hasSecretKey && !string.IsNullOrEmpty(options.SessionToken))
            faults.Add($"{token}: given without {accessKey} and {secretKey}, with which it belongs");

        if (options.Credentials == CredentialsSource.Static && !hasAccessKey && !hasSecretKey)
            faults.Add($"{accessKey}: required with {secretKey}, because {keyOf(nameof(options.Credentials))} is Static");
        if (options.Credentials is not (CredentialsSource.Auto or CredentialsSource.Static) && (hasAccessKey || hasSecretKey))
        {
            var key = keyOf(nameof(options.Credentials));
            faults.Add($"{key}: {options.Credentials} excludes the keys given as {accessKey} and {secretKey}; remove one or the other");
        }

        CollectStray(accessKey, options.AccessKey, faults);
        CollectStray(secretKey, options.SecretKey, faults);
        CollectStray(token, options.SessionToken, faults);
    }

    /// <summary>A line break that came along from a secrets file is otherwise found only as a signature that does not match.</summary>
    private static void CollectStray(string key, string? secret, ICollection<string> faults)
    {
        if (secret is not null && secret.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            faults.Add($"{key}: contains white space or a control character, perhaps a line break at its end (the value is not shown)");
    }

    private static void CollectProbe(HealthProbeOptions probe, Func<string, string> keyOf, ICollection<string> faults)
    {
        var (path, timeout, interval) = (keyOf(nameof(probe.Path)), keyOf(nameof(probe.Timeout)), keyOf(nameof(probe.Interval)));

        if (!string.IsNullOrEmpty(probe.Path) && (probe.Path[0] != '/' || probe.Path.Any(c => c == '#' || char.IsWhiteSpace(c) || char.IsControl(c))))
            faults.Add($"{path}: {OptionValue.Show(probe.Path)} is not a path that begins with / and has neither white space nor a fragment");
        if (probe.Timeout > probe.Interval)
            faults.Add(FormattableString.Invariant($"{timeout}: {probe.Timeout} is longer than {interval}, which is {probe.Interval}"));
    }
}
