using System.Net;

namespace S3Kit.Protocol;

/// <summary>Addresses buckets and objects at one endpoint. Paths are sent as they are: nothing collapses <c>..</c>, <c>//</c> or percent signs.</summary>
internal sealed class EndpointAddress
{
    // Without it, Uri would rewrite what it takes for relative segments, and a key could reach another key or bucket.
    private static readonly UriCreationOptions Exact = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly AddressingStyle _style;
    private readonly string _authority;
    private readonly Uri _publicUri;
    private readonly string _publicAuthority;
    private readonly string _publicFolder;

    public EndpointAddress(Uri baseUri, Uri? publicUri, AddressingStyle style)
    {
        BaseUri = baseUri;
        _style = style;
        _authority = AuthorityOf(baseUri);
        _publicUri = publicUri ?? baseUri;
        _publicAuthority = AuthorityOf(_publicUri);
        _publicFolder = _publicUri.AbsolutePath.TrimEnd('/');
    }

    public Uri BaseUri { get; }

    /// <summary>The target of a request, and the path of its canonical form.</summary>
    /// <param name="bucket">The bucket; <see langword="null"/> for the service itself.</param>
    /// <param name="key">The key; <see langword="null"/> for the bucket.</param>
    /// <param name="query">The encoded query without its question mark; may be empty.</param>
    /// <param name="region">The bucket's region where it differs from that of the endpoint.</param>
    public S3Target Resolve(string? bucket, string? key, string query, string? region) =>
        Build(BaseUri, Regional(BaseUri, _authority, region), "", bucket, key, query);

    /// <summary>
    /// The same for others, who reach the endpoint under its public address. What precedes the bucket there is part of the address and not of the
    /// canonical path: it is taken off on the way, or the store would take it for a bucket.
    /// </summary>
    /// <inheritdoc cref="Resolve" path="/param"/>
    public S3Target ResolvePublic(string bucket, string? key, string query, string? region) =>
        Build(_publicUri, Regional(_publicUri, _publicAuthority, region), _publicFolder, bucket, key, query);

    /// <summary>The address of an object as others know it, unsigned.</summary>
    public Uri Locate(string bucket, string key) => ResolvePublic(bucket, key, "", region: null).Uri;

    // A name with letters beyond ASCII goes out in its ASCII form, which is then the one to sign.
    private static string AuthorityOf(Uri uri) => uri.HostNameType != UriHostNameType.Dns ? uri.Authority
        : uri.IsDefaultPort ? uri.IdnHost
        : $"{uri.IdnHost}:{uri.Port}";

    private static string Regional(Uri uri, string authority, string? region) =>
        region is null || AwsHosts.InRegion(uri.Host, region) is not { } regional ? authority
        : uri.IsDefaultPort ? regional
        : $"{regional}:{uri.Port}";

    private S3Target Build(Uri site, string authority, string folder, string? bucket, string? key, string query)
    {
        string path;
        if (bucket is null)
        {
            path = "/";
        }
        else if (IsVirtualHost(bucket, site.Host))
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

        string text = query.Length == 0 ? $"{site.Scheme}://{authority}{folder}{path}" : $"{site.Scheme}://{authority}{folder}{path}?{query}";
        return new S3Target(new Uri(text, Exact), authority, path);
    }

    private bool IsVirtualHost(string bucket, string host) => _style switch
    {
        AddressingStyle.Path => false,
        AddressingStyle.VirtualHost => true,

        // A dot in the name would not match the certificate's wildcard, and an upper-case letter or underscore makes no host name.
        _ => AwsHosts.IsAws(host) && !bucket.Contains('.', StringComparison.Ordinal) && !IPAddress.TryParse(host, out _) && IsHostLabel(bucket),
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
