namespace S3Kit.DependencyInjection;

/// <summary>The names under which the factory makes HTTP clients.</summary>
internal static class HttpClientNames
{
    private const string Prefix = "S3Kit:";

    /// <summary>The client of an endpoint. Endpoints are named without regard to case, clients with.</summary>
    public static string For(string endpoint) => Prefix + endpoint.ToLowerInvariant();

    /// <summary>Whether a client is that of an endpoint.</summary>
    public static bool IsOurs(string client) => client.StartsWith(Prefix, StringComparison.Ordinal);
}
