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

    /// <summary>A copy in one request takes no notice of how it is to be encrypted.</summary>
    public static bool CopiesWithoutEncryption => Is("ceph") || Ignores<SseCustomerKey>();

    /// <summary>A put is 501 NotImplemented that asks for encryption with keys that are not the caller's.</summary>
    public static bool RefusesItsOwnKeys => Is("swift");

    /// <summary>What asks for this encryption is stored as it comes.</summary>
    public static bool Ignores<TEncryption>()
        where TEncryption : ServerSideEncryption =>
        typeof(TEncryption) == typeof(SseCustomerKey) ? Is("swift") || Is("moto") || Is("s3rver")
        : typeof(TEncryption) == typeof(SseS3) ? Is("ceph") || Is("s3rver")
        : Is("s3rver");

    private static bool Is(string server) => string.Equals(TestServers.Server, server, StringComparison.Ordinal);
}
