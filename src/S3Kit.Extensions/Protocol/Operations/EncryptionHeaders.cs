using System.Buffers;
using System.Text.Json;

namespace S3Kit.Protocol.Operations;

/// <summary>The headers of server-side encryption: what is asked for, the caller's key where it is needed, and what the store says of it.</summary>
internal static class EncryptionHeaders
{
    private const string Encryption = "x-amz-server-side-encryption";
    private const string KmsKeyId = Encryption + "-aws-kms-key-id";
    private const string Context = Encryption + "-context";
    private const string BucketKey = Encryption + "-bucket-key-enabled";
    private const string CustomerAlgorithm = Encryption + "-customer-algorithm";
    private const string CustomerKey = Encryption + "-customer-key";
    private const string CustomerKeyMd5 = Encryption + "-customer-key-md5";
    private const string SourcePrefix = "x-amz-copy-source-";

    public static void Check(ServerSideEncryption? encryption)
    {
        if (encryption is not SseKms kms)
        {
            return;
        }

        HeaderValues.Check(kms.KeyId, nameof(SseKms.KeyId));
        if (kms.KeyId is { Length: 0 })
        {
            throw new ArgumentException($"{nameof(SseKms.KeyId)} is empty; leave it null for the store's own key.", nameof(encryption));
        }

        foreach ((string name, string value) in kms.EncryptionContext ?? EmptyContext)
        {
            if (string.IsNullOrEmpty(name) || value is null)
            {
                throw new ArgumentException(
                    $"{nameof(SseKms.EncryptionContext)} has {(value is null ? $"no value for '{name}'" : "an empty name")}.", nameof(encryption));
            }

            S3Names.CheckText(name, nameof(SseKms.EncryptionContext));
            S3Names.CheckText(value, nameof(SseKms.EncryptionContext));
        }
    }

    /// <summary>Asks for encryption, where an object comes into being.</summary>
    public static void Add(S3Request request, ServerSideEncryption? encryption)
    {
        switch (encryption)
        {
            case SseS3:
                request.AddHeader(Encryption, "AES256");
                break;
            case SseKms kms:
                request.AddHeader(Encryption, "aws:kms");
                request.AddHeader(KmsKeyId, kms.KeyId);
                request.AddHeader(Context, kms.EncryptionContext is { Count: > 0 } context ? Encode(context) : null);
                request.AddHeader(BucketKey, kms.BucketKeyEnabled switch { true => "true", false => "false", null => null });
                break;
            case SseCustomerKey key:
                AddCustomerKey(request, key);
                break;
        }
    }

    /// <summary>Sends the caller's key along, where an object is read or a part of it is written.</summary>
    public static void AddCustomerKey(S3Request request, SseCustomerKey? key)
    {
        if (key is not null)
        {
            request.AddHeader(CustomerAlgorithm, "AES256");
            request.AddCustomerKeyHeader(CustomerKey, key.Base64);
            request.AddCustomerKeyHeader(CustomerKeyMd5, key.Md5);
        }
    }

    /// <summary>Sends the key along that the source of a copy was stored with.</summary>
    public static void AddSourceKey(S3Request request, SseCustomerKey? key)
    {
        if (key is not null)
        {
            request.AddHeader(SourcePrefix + CustomerAlgorithm["x-amz-".Length..], "AES256");
            request.AddCustomerKeyHeader(SourcePrefix + CustomerKey["x-amz-".Length..], key.Base64);
            request.AddCustomerKeyHeader(SourcePrefix + CustomerKeyMd5["x-amz-".Length..], key.Md5);
        }
    }

    /// <summary>What the store says; <see langword="null"/> when it says nothing.</summary>
    public static ServerSideEncryptionInfo? Read(S3Response response)
    {
        if (response.Header(CustomerAlgorithm) is { Length: > 0 } ofCustomer)
        {
            return new ServerSideEncryptionInfo { Algorithm = ofCustomer, UsesCustomerKey = true };
        }

        return response.Header(Encryption) is not { Length: > 0 } algorithm ? null : new ServerSideEncryptionInfo
        {
            Algorithm = algorithm,
            KmsKeyId = response.Header(KmsKeyId),
            BucketKeyEnabled = string.Equals(response.Header(BucketKey), "true", StringComparison.OrdinalIgnoreCase),
        };
    }

    private static IReadOnlyDictionary<string, string> EmptyContext => System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    private static string Encode(IReadOnlyDictionary<string, string> context)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach ((string name, string value) in context.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        return Convert.ToBase64String(json.WrittenSpan);
    }
}
