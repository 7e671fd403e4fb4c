namespace S3Kit.IntegrationTests;

/// <summary>
/// Where servers differ, and the tests hold us to the right thing with either. What is no more than a lack of theirs is one of <see cref="KnownGaps"/>.
/// </summary>
internal static class ServerDialect
{
    /// <summary>A conditional PUT is 501 NotImplemented.</summary>
    public static bool RefusesConditionalWrites => Is("swift");

    /// <summary>If-Match and If-Unmodified-Since on GET and HEAD do nothing.</summary>
    public static bool IgnoresReadConditions => Is("s3rver");

    /// <summary>A listing of versions is 405 MethodNotAllowed.</summary>
    public static bool ListsNoVersions => Is("s3rver");

    /// <summary>The code of the answer to an access key that nobody has.</summary>
    public static string UnknownAccessKeyCode => Is("swift") ? "SignatureDoesNotMatch" : "InvalidAccessKeyId";

    private static bool Is(string server) => string.Equals(TestServers.Server, server, StringComparison.Ordinal);
}
