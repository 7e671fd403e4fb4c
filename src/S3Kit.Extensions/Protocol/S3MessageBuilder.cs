using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using S3Kit.Routing;

namespace S3Kit.Protocol;

/// <summary>Addresses a request to an endpoint, signs it for that endpoint and makes the HTTP message of it.</summary>
internal static class S3MessageBuilder
{
    private static readonly Comparison<KeyValuePair<string, string>> ByName = static (a, b) => string.CompareOrdinal(a.Key, b.Key);

    public static HttpRequestMessage Build(S3Request request, StorageEndpoint endpoint, S3Credentials? credentials, DateTimeOffset now, TransferGuard guard)
    {
        EndpointSettings settings = endpoint.Settings;
        if (request.CarriesCustomerKey && !settings.MayCarryCustomerKeys)
        {
            throw S3Errors.KeyOverHttp(new S3ErrorContext(request.Operation, settings.Name, request.Bucket, request.Key));
        }

        string? learnt = request.Bucket is not null && !endpoint.BucketRegions.IsEmpty ? endpoint.BucketRegions.GetValueOrDefault(request.Bucket) : null;
        string query = request.Query.Count == 0 ? "" : S3Encoding.BuildQuery(CollectionsMarshal.AsSpan(request.Query));
        S3Target target = settings.Address.Resolve(request.Bucket, request.Key, query, learnt);

        var message = new HttpRequestMessage(request.Method, target.Uri);

        // Said, and not left to the address: a handler that sends the request elsewhere, as service discovery does, must not change what is signed.
        message.Headers.Host = target.Authority;
        if (request.Body.Length > 0 || request.Method == HttpMethod.Put || request.Method == HttpMethod.Post)
        {
            message.Content = new BodyContent(request.Body, guard);
        }

        foreach ((string name, string value) in request.Headers)
        {
            Add(message, name, value);
        }

        if (credentials is not null)
        {
            Sign(message, request, endpoint.Signer, credentials, learnt ?? settings.Region, now, target, query);
        }

        return message;
    }

    private static void Sign(
        HttpRequestMessage message, S3Request request, SigV4Signer signer, S3Credentials credentials, string region, DateTimeOffset now, S3Target target, string query)
    {
        string time = SigV4Signer.FormatTime(now);
        string payloadHash = request.Body.PayloadHash;

        // What is S3's is signed, and what says how the body is to be read. Headers that proxies are known to change are not.
        var signed = new List<KeyValuePair<string, string>>(request.Headers.Count + 4)
        {
            new("host", target.Authority),
            new(S3Headers.ContentSha256, payloadHash),
            new(S3Headers.Date, time),
        };
        if (credentials.SessionToken is { } token)
        {
            signed.Add(new(S3Headers.SecurityToken, token));
            message.Headers.TryAddWithoutValidation(S3Headers.SecurityToken, token);
        }

        foreach (KeyValuePair<string, string> header in request.Headers)
        {
            if (header.Key.StartsWith(S3Headers.AmzPrefix, StringComparison.Ordinal) || header.Key is "content-type" or "content-md5")
            {
                signed.Add(header);
            }
        }

        signed.Sort(ByName);
        message.Headers.TryAddWithoutValidation(S3Headers.ContentSha256, payloadHash);
        message.Headers.TryAddWithoutValidation(S3Headers.Date, time);
        string authorization = signer.CreateAuthorization(
            credentials, region, now, request.Method.Method, target.Path, query, CollectionsMarshal.AsSpan(signed), payloadHash);
        message.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.SignedWith(credentials, authorization[(authorization.LastIndexOf('=') + 1)..]);
    }

    private static void Add(HttpRequestMessage message, string name, string value)
    {
        // Those of the content, as HttpClient tells them apart.
        HttpHeaders headers = message.Content is not null && name is "content-type" or "content-disposition" or "content-encoding" or "content-language" or "content-md5" or "expires"
            ? message.Content!.Headers
            : message.Headers;
        if (!headers.TryAddWithoutValidation(name, value))
        {
            throw new InvalidOperationException($"The header {name} cannot be sent.");
        }
    }
}
