using System.Text.Json.Serialization;

namespace S3Kit.Credentials;

/// <summary>The answer of a metadata service: the same for instances and containers, but that only the former says how it went.</summary>
internal sealed class RoleCredentials
{
    public string? Code { get; init; }

    public string? AccessKeyId { get; init; }

    public string? SecretAccessKey { get; init; }

    [JsonPropertyName("Token")]
    public string? SessionToken { get; init; }

    public DateTimeOffset? Expiration { get; init; }
}
