namespace S3Kit.Embedded;

/// <summary>What a verified signature was made with; the pieces of a chunked body are signed with the same.</summary>
internal sealed record RequestSignature(SignatureScope Scope, EmbeddedCredential Credential, DateTimeOffset Time);
