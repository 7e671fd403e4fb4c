using System.Net;

namespace S3Kit.Protocol;

/// <summary>Addresses buckets and objects at one endpoint. Paths are sent as they are: nothing collapses <c>..</c>, <c>//</c> or percent signs.</summary>
internal sealed class EndpointAddress
{
    // Without it, Uri would rewrite what it takes for relative segments, and a key could reach another key or bucket.
    private static readonly UriCreationOptions Exact = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly Uri? _publicUri;
    private readonly AddressingStyle _style;
    private readonly bool _namesBucketInHost;
    private readonly string _authority;

    public EndpointAddress(Uri baseUri, Uri? publicUri, AddressingStyle style, bool namesBucketInHost)
    {
        BaseUri = baseUri;
        _publicUri = publicUri;
        _style = style;
        _namesBucketInHost = namesBucketInHost;

        // A name with letters beyond ASCII goes out in its ASCII form, which is then the one to sign.
        _authority = baseUri.HostNameType != UriHostNameType.Dns ? baseUri.Authority
            : baseUri.IsDefaultPort ? baseUri.IdnHost
            : $"{baseUri.IdnHost}:{baseUri.Port}";
    }

    public Uri BaseUri { get; }

    /// <summary>The target of a request, and the path of its canonical form.</summary>
    /// <param name="bucket">The bucket; <see langword="null"/> for the service itself.</param>
    /// <param name="key">The key; <see langword="null"/> for the bucket.</param>
    /// <param name="query">The encoded query without its question mark; may be empty.</param>
    /// <param name="region">The bucket's region where it differs from that of the endpoint.</param>
    public S3Target Resolve(string? bucket, string? key, string query, string? region)
    {
        string authority = _authority;
        if (region is not null && AwsHosts.InRegion(BaseUri.Host, region) is { } regional)
        {
            authority = BaseUri.IsDefaultPort ? regional : $"{regional}:{BaseUri.Port}";
        }

        return Build(BaseUri.Scheme, authority, bucket, key, query);
    }

    /// <summary>The address of an object as others know it, unsigned.</summary>
    public Uri Locate(string bucket, string key)
    {
        Uri uri = _publicUri ?? BaseUri;
        return Build(uri.Scheme, uri.Authority, bucket, key, "", uri.AbsolutePath.TrimEnd('/')).Uri;
    }

    private S3Target Build(string scheme, string authority, string? bucket, string? key, string query, string folder = "")
    {
        string path;
        if (bucket is null)
        {
            path = "/";
        }
        else if (IsVirtualHost(bucket))
        {
            if (!bucket.Split('.').All(IsHostLabel))
            {
                // A host name has no upper case: the request would reach another bucket.
                throw new S3InvalidRequestException(
                    $"The bucket name '{bucket}' cannot be part of a host name; "
                    + $"set {nameof(AddressingStyle)} of the endpoint {BaseUri} to {nameof(AddressingStyle.Path)}.");
            }

            authority = $"{bucket}.{authority}";
            path = key is null ? "/" : "/" + S3Encoding.EncodePath(key);
        }
        else
        {
            path = key is null ? "/" + bucket : $"/{bucket}/{S3Encoding.EncodePath(key)}";
        }

        string text = query.Length == 0 ? $"{scheme}://{authority}{folder}{path}" : $"{scheme}://{authority}{folder}{path}?{query}";
        return new S3Target(new Uri(text, Exact), authority, path);
    }

    private bool IsVirtualHost(string bucket) => _style switch
    {
        AddressingStyle.Path => false,
        AddressingStyle.VirtualHost => true,

        // A dot in the name would not match the certificate's wildcard, and an upper-case letter or underscore makes no host name.
        _ => _namesBucketInHost && !bucket.Contains('.', StringComparison.Ordinal) && !IPAddress.TryParse(BaseUri.Host, out _)
            && IsHostLabel(bucket),
    };

    private static bool IsHostLabel(string label)
    {
        foreach (char c in label)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return false;
            }
        }

        return label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-';
    }
}
