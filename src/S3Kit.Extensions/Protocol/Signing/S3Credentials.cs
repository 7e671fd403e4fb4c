namespace S3Kit.Protocol;

/// <summary>What a request is signed with. Not a record: nothing may print it.</summary>
internal sealed class S3Credentials(string accessKey, string secretKey, string? sessionToken = null)
{
    public string AccessKey { get; } = accessKey;

    public string SecretKey { get; } = secretKey;

    /// <summary>Sent as <c>x-amz-security-token</c> with temporary credentials.</summary>
    public string? SessionToken { get; } = sessionToken;
}
