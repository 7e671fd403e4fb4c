namespace S3Kit.DependencyInjection;

/// <summary>The names under which the factory makes HTTP clients.</summary>
internal static class HttpClientNames
{
    private const string Prefix = "S3Kit:";
    private const string EmbeddedSuffix = " (embedded)";

    /// <summary>The client of an endpoint. Endpoints are named without regard to case, clients with.</summary>
    public static string For(string endpoint) => Prefix + endpoint.ToLowerInvariant();

    /// <summary>
    /// The client of an endpoint that the embedded store takes the place of. It has a name of its own because the factory keeps handlers by name: an
    /// endpoint that becomes a real one must not go on with those that lead into memory.
    /// </summary>
    public static string ForEmbedded(string endpoint) => For(endpoint) + EmbeddedSuffix;

    /// <summary>Whether a client is that of an endpoint.</summary>
    public static bool IsOurs(string client) => client.StartsWith(Prefix, StringComparison.Ordinal);
}
