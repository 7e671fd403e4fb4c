using System.Text.Json;

namespace S3Kit.Embedded;

/// <summary>Server-side encryption: what requests ask for, which keys they bring along, and whether these are the right ones.</summary>
internal static class ObjectEncryption
{
    public const string Asked = "x-amz-server-side-encryption";
    public const string AskedOfSource = "x-amz-copy-source-server-side-encryption";
    private const string DefaultKmsKey = "arn:aws:kms:us-east-1:000000000000:key/embedded";

    /// <summary>What is asked for an object that comes into being; null when nothing is.</summary>
    public static StoredEncryption? FromRequest(EmbeddedRequest request)
    {
        var algorithm = request.Header(Asked);
        if (CustomerKey(request, Asked) is { } md5)
        {
            return algorithm is null
                ? new StoredEncryption("AES256") { CustomerKeyMd5 = md5 }
                : throw EmbeddedErrors.InvalidArgument(
                    Asked, algorithm, "Server Side Encryption with Customer provided key is incompatible with the encryption method specified");
        }

        var kmsKey = request.Header($"{Asked}-aws-kms-key-id");
        CheckContext(request.Header($"{Asked}-context"));
        return algorithm switch
        {
            null when kmsKey is null => null,
            "AES256" when kmsKey is null => new StoredEncryption(algorithm),
            "aws:kms" or "aws:kms:dsse" => new StoredEncryption(algorithm)
            {
                KmsKeyId = kmsKey ?? DefaultKmsKey,
                BucketKey = string.Equals(request.Header($"{Asked}-bucket-key-enabled"), "true", StringComparison.OrdinalIgnoreCase),
            },
            _ => throw EmbeddedErrors.InvalidArgument(Asked, algorithm ?? string.Empty, "The encryption method specified is not supported"),
        };
    }

    public static void CheckRead(EmbeddedRequest request, StoredVersion version)
    {
        if (request.Header(Asked) is { } algorithm)
        {
            throw EmbeddedErrors.InvalidArgument(Asked, algorithm, "x-amz-server-side-encryption header is not supported for this operation.");
        }

        CheckKey(version, CustomerKey(request, Asked));
    }

    public static void CheckCopySource(EmbeddedRequest request, StoredVersion source) => CheckKey(source, CustomerKey(request, AskedOfSource));

    public static void CheckPart(EmbeddedRequest request, EmbeddedUpload upload)
    {
        var expected = upload.Template.Encryption?.CustomerKeyMd5;
        var given = CustomerKey(request, Asked);
        if (!string.Equals(expected, given, StringComparison.Ordinal))
        {
            throw EmbeddedErrors.InvalidRequest(
                expected is null ? "The multipart upload initiate did not request encryption. Please resend the request without sending encryption parameters."
                : given is null ? "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters."
                : "The provided encryption parameters did not match the ones used originally.");
        }
    }

    /// <summary>What the ETag is made of: the MD5 of the bytes, or what nobody can compute from them.</summary>
    public static ReadOnlyMemory<byte> Digest(StoredEncryption? encryption, ReadOnlyMemory<byte> md5) =>
        encryption is { HidesDigest: true } ? new ObjectData([md5, "encrypted"u8.ToArray()]).Md5() : md5;

    public static HttpResponseMessage WithEncryption(this HttpResponseMessage response, StoredEncryption? encryption) => encryption switch
    {
        null => response,
        { CustomerKeyMd5: { } md5 } => response.With($"{Asked}-customer-algorithm", encryption.Algorithm).With($"{Asked}-customer-key-MD5", md5),
        _ => response
            .With(Asked, encryption.Algorithm)
            .With($"{Asked}-aws-kms-key-id", encryption.KmsKeyId)
            .With($"{Asked}-bucket-key-enabled", encryption.BucketKey ? "true" : null),
    };

    private static void CheckKey(StoredVersion version, string? given)
    {
        var expected = version.Encryption?.CustomerKeyMd5;
        if (string.Equals(expected, given, StringComparison.Ordinal))
        {
            return;
        }

        throw expected is null ? EmbeddedErrors.InvalidRequest("The encryption parameters are not applicable to this object.")
            : given is null ? EmbeddedErrors.InvalidRequest(
                "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.")
            : EmbeddedErrors.AccessDenied();
    }

    /// <summary>The digest of the key that a request brings along, after its three headers have been checked; null when it brings none.</summary>
    private static string? CustomerKey(EmbeddedRequest request, string prefix)
    {
        var algorithm = request.Header($"{prefix}-customer-algorithm");
        var key = request.Header($"{prefix}-customer-key");
        var md5 = request.Header($"{prefix}-customer-key-md5");
        if (algorithm is null && key is null && md5 is null)
        {
            return null;
        }

        if (algorithm is null || key is null || md5 is null)
        {
            throw EmbeddedErrors.InvalidArgument(
                prefix,
                string.Empty,
                "Requests specifying Server Side Encryption with Customer provided keys must provide an algorithm, a secret key and the MD5 of the key.");
        }

        if (algorithm is not "AES256")
        {
            throw new EmbeddedS3Exception(
                System.Net.HttpStatusCode.BadRequest, "InvalidEncryptionAlgorithmError", "The Encryption request you specified is not valid. Supported value: AES256.");
        }

        // The key itself is in no answer.
        Span<byte> bytes = stackalloc byte[64];
        if (!Convert.TryFromBase64String(key, bytes, out var length) || length != 32)
        {
            throw EmbeddedErrors.InvalidArgument($"{prefix}-customer-key", string.Empty, "The secret key was invalid for the specified algorithm.");
        }

        return string.Equals(md5, Convert.ToBase64String(new ObjectData([bytes[..length].ToArray()]).Md5()), StringComparison.Ordinal)
            ? md5
            : throw EmbeddedErrors.InvalidArgument(
                $"{prefix}-customer-key-MD5", string.Empty, "The calculated MD5 hash of the key did not match the hash that was provided.");
    }

    private static void CheckContext(string? text)
    {
        if (text is null)
        {
            return;
        }

        try
        {
            using var context = JsonDocument.Parse(Convert.FromBase64String(text));
            if (context.RootElement.ValueKind == JsonValueKind.Object
                && context.RootElement.EnumerateObject().All(static pair => pair.Value.ValueKind == JsonValueKind.String))
            {
                return;
            }
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // Refused below with the others.
        }

        throw EmbeddedErrors.InvalidArgument($"{Asked}-context", text, "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON");
    }
}
