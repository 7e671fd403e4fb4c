using System.Globalization;

namespace S3Kit.Protocol;

/// <summary>One S3 request as it is meant, before it is addressed to an endpoint and signed for it.</summary>
internal sealed class S3Request(string operation, HttpMethod method, string? bucket, string? key)
{
    /// <summary>The name of the operation in S3's API reference.</summary>
    public string Operation { get; } = operation;

    public HttpMethod Method { get; } = method;

    public string? Bucket { get; } = bucket;

    public string? Key { get; } = key;

    /// <summary>Names and values as they are meant, not yet encoded.</summary>
    public List<KeyValuePair<string, string>> Query { get; } = [];

    /// <summary>Names in lower case. Those of S3 (<c>x-amz-*</c>) and those of the content are signed.</summary>
    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public RequestBody Body { get; set; } = RequestBody.Empty;

    /// <summary>What the request was signed with, the signature, and keys of the caller's: nothing that is said of the request may hold any of it.</summary>
    public IReadOnlyList<string> Secrets { get; private set; } = [];

    /// <summary>Whether a header holds a key of the caller's, which must not be read on the way.</summary>
    public bool CarriesCustomerKey { get; private set; }

    public void SignedWith(S3Credentials credentials, string signature)
    {
        IReadOnlyList<string> secrets = credentials.SessionToken is { Length: > 0 } token
            ? [token, signature, credentials.SecretKey, credentials.AccessKey]
            : [signature, credentials.SecretKey, credentials.AccessKey];
        Secrets = CarriesCustomerKey ? [.. Secrets, .. secrets] : secrets;
    }

    public void AddQuery(string name, string? value)
    {
        if (value is not null)
        {
            Query.Add(new(name, value));
        }
    }

    public void AddHeader(string name, string? value)
    {
        if (value is not null)
        {
            Headers.Add(new(name, value));
        }
    }

    public void AddHeader(string name, DateTimeOffset? value) => AddHeader(name, value?.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Adds a header that holds a key of the caller's, or tells something of it.</summary>
    public void AddCustomerKeyHeader(string name, string value)
    {
        AddHeader(name, value);
        Secrets = [.. Secrets, value];
        CarriesCustomerKey = true;
    }

    public void AddETagHeader(string name, string? tag) => AddHeader(name, tag is null ? null : ETags.Quote(tag));
}
