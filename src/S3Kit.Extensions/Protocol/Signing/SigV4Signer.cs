using System.Globalization;
using System.Security.Cryptography;

namespace S3Kit.Protocol;

/// <summary>
/// AWS Signature Version 4 as S3 wants it: the path encoded once, the payload's hash named in the request.
/// Safe for concurrent use; one instance per endpoint keeps that endpoint's derived key.
/// </summary>
internal sealed class SigV4Signer
{
    /// <summary>Stands for the payload's hash when the payload is not part of the signature.</summary>
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    /// <summary>The SHA-256 of no bytes.</summary>
    public const string EmptyPayloadHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>The algorithm's name, in the header and in the query.</summary>
    public const string Algorithm = "AWS4-HMAC-SHA256";

    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const string DateFormat = "yyyyMMdd";
    private const int RequestBuffer = 1024;
    private const int TextBuffer = 512;

    // One entry is enough: an endpoint signs with one pair of credentials for one region. A race only derives twice.
    private SigningKey? _signingKey;

    /// <summary>The time as S3 writes it in <c>x-amz-date</c>.</summary>
    /// <param name="time">Any offset; it is turned to UTC.</param>
    /// <returns>For instance <c>20130524T000000Z</c>.</returns>
    public static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Who signs and for what, as <c>x-amz-credential</c> says it in a query or a form.</summary>
    /// <param name="credentials">Who signs.</param>
    /// <param name="region">The region the endpoint expects.</param>
    /// <param name="time">The time named beside it.</param>
    /// <returns>For instance <c>AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request</c>.</returns>
    public static string FormatCredential(S3Credentials credentials, string region, DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{credentials.AccessKey}/{time.UtcDateTime:yyyyMMdd}/{region}/s3/aws4_request");

    /// <summary>The value of <c>x-amz-content-sha256</c> for a payload.</summary>
    /// <param name="data">The payload.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    public static string Sha256Hex(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>Signs a request and returns the value of its <c>Authorization</c> header.</summary>
    /// <param name="credentials">Who signs. A session token must be among the headers already.</param>
    /// <param name="region">The region the endpoint expects.</param>
    /// <param name="time">The time sent in <c>x-amz-date</c>.</param>
    /// <param name="method">The HTTP method, upper case.</param>
    /// <param name="encodedPath">The path as sent, from <see cref="S3Encoding.EncodePath"/>.</param>
    /// <param name="encodedQuery">The query as sent, from <see cref="S3Encoding.BuildQuery"/>.</param>
    /// <param name="sortedLowercaseHeaders">Every header to sign: lower-case names in ordinal order, with host and the x-amz-* ones.</param>
    /// <param name="payloadHash">The value of <c>x-amz-content-sha256</c>.</param>
    /// <returns>The header's value.</returns>
    public string CreateAuthorization(
        S3Credentials credentials,
        string region,
        DateTimeOffset time,
        string method,
        string encodedPath,
        string encodedQuery,
        ReadOnlySpan<KeyValuePair<string, string>> sortedLowercaseHeaders,
        string payloadHash)
    {
        Span<byte> signature = stackalloc byte[SHA256.HashSizeInBytes];
        Sign(credentials, region, time, method, encodedPath, encodedQuery, sortedLowercaseHeaders, payloadHash, signature);
        var text = new Utf8TextBuilder(stackalloc byte[TextBuffer]);
        try
        {
            text.Append("AWS4-HMAC-SHA256 Credential="u8);
            text.Append(credentials.AccessKey);
            text.Append((byte)'/');
            AppendScope(ref text, time, region);
            text.Append(", SignedHeaders="u8);
            CanonicalRequest.AppendSignedHeaders(ref text, sortedLowercaseHeaders);
            text.Append(", Signature="u8);
            text.AppendHex(signature);
            return text.ToString();
        }
        finally
        {
            text.Dispose();
        }
    }

    /// <summary>The bare signature of a request, in lower-case hexadecimal, for whoever verifies one.</summary>
    /// <inheritdoc cref="CreateAuthorization" path="/param"/>
    /// <returns>64 hexadecimal digits.</returns>
    public string CreateSignature(
        S3Credentials credentials,
        string region,
        DateTimeOffset time,
        string method,
        string encodedPath,
        string encodedQuery,
        ReadOnlySpan<KeyValuePair<string, string>> sortedLowercaseHeaders,
        string payloadHash)
    {
        Span<byte> signature = stackalloc byte[SHA256.HashSizeInBytes];
        Sign(credentials, region, time, method, encodedPath, encodedQuery, sortedLowercaseHeaders, payloadHash, signature);
        return Convert.ToHexStringLower(signature);
    }

    /// <summary>Signs a URL: returns the whole query, signature included, for anyone to use until it expires.</summary>
    /// <param name="credentials">Who signs; a session token becomes part of the query.</param>
    /// <param name="region">The region the endpoint expects.</param>
    /// <param name="time">When the URL begins to be valid.</param>
    /// <param name="expirySeconds">How long it is valid, 1 to 604,800 seconds (7 days).</param>
    /// <param name="method">The HTTP method, upper case.</param>
    /// <param name="encodedPath">The path as sent, from <see cref="S3Encoding.EncodePath"/>.</param>
    /// <param name="parameters">Further query parameters, not encoded, in any order.</param>
    /// <param name="sortedLowercaseHeaders">The headers the URL's user must send: lower-case names in ordinal order, with host.</param>
    /// <returns>The query, without <c>?</c>.</returns>
    public string Presign(
        S3Credentials credentials,
        string region,
        DateTimeOffset time,
        int expirySeconds,
        string method,
        string encodedPath,
        ReadOnlySpan<KeyValuePair<string, string>> parameters,
        ReadOnlySpan<KeyValuePair<string, string>> sortedLowercaseHeaders)
    {
        var count = parameters.Length;
        var all = new KeyValuePair<string, string>[count + (credentials.SessionToken is null ? 5 : 6)];
        parameters.CopyTo(all);
        all[count++] = new("X-Amz-Algorithm", Algorithm);
        all[count++] = new("X-Amz-Credential", FormatCredential(credentials, region, time));
        all[count++] = new("X-Amz-Date", FormatTime(time));
        all[count++] = new("X-Amz-Expires", expirySeconds.ToString(CultureInfo.InvariantCulture));
        all[count++] = new("X-Amz-SignedHeaders", CanonicalRequest.SignedHeaders(sortedLowercaseHeaders));
        if (credentials.SessionToken is { } token)
        {
            all[count] = new("X-Amz-Security-Token", token);
        }

        var query = S3Encoding.BuildQuery(all);
        var signature = CreateSignature(credentials, region, time, method, encodedPath, query, sortedLowercaseHeaders, UnsignedPayload);
        return string.Concat(query, "&X-Amz-Signature=", signature);
    }

    /// <summary>Signs a text that is its own string to sign, as the policy of a browser's POST form is.</summary>
    /// <param name="credentials">Who signs.</param>
    /// <param name="region">The region the endpoint expects.</param>
    /// <param name="time">The time named in the policy.</param>
    /// <param name="text">The policy, in base64.</param>
    /// <returns>64 hexadecimal digits.</returns>
    public string SignText(S3Credentials credentials, string region, DateTimeOffset time, string text)
    {
        Span<byte> signature = stackalloc byte[SHA256.HashSizeInBytes];
        var builder = new Utf8TextBuilder(stackalloc byte[TextBuffer]);
        try
        {
            builder.Append(text);
            KeyFor(credentials, region, time).Sign(builder.Written, signature);
            return Convert.ToHexStringLower(signature);
        }
        finally
        {
            builder.Dispose();
        }
    }

    private void Sign(
        S3Credentials credentials,
        string region,
        DateTimeOffset time,
        string method,
        string encodedPath,
        string encodedQuery,
        ReadOnlySpan<KeyValuePair<string, string>> headers,
        string payloadHash,
        Span<byte> signature)
    {
        Span<byte> requestHash = stackalloc byte[SHA256.HashSizeInBytes];
        var text = new Utf8TextBuilder(stackalloc byte[RequestBuffer]);
        try
        {
            CanonicalRequest.Append(ref text, method, encodedPath, encodedQuery, headers, payloadHash);
            SHA256.HashData(text.Written, requestHash);
            text.Clear();
            text.Append("AWS4-HMAC-SHA256\n"u8);
            text.AppendTime(time, TimeFormat);
            text.Append((byte)'\n');
            AppendScope(ref text, time, region);
            text.Append((byte)'\n');
            text.AppendHex(requestHash);
            KeyFor(credentials, region, time).Sign(text.Written, signature);
        }
        finally
        {
            text.Dispose();
        }
    }

    private static void AppendScope(ref Utf8TextBuilder text, DateTimeOffset time, string region)
    {
        text.AppendTime(time, DateFormat);
        text.Append((byte)'/');
        text.Append(region);
        text.Append("/s3/aws4_request"u8);
    }

    private SigningKey KeyFor(S3Credentials credentials, string region, DateTimeOffset time)
    {
        var date = DateOnly.FromDateTime(time.UtcDateTime);
        var key = Volatile.Read(ref _signingKey);
        if (key is null || !key.IsFor(credentials, region, date))
        {
            key = new SigningKey(credentials, region, date);
            Volatile.Write(ref _signingKey, key);
        }

        return key;
    }
}
