using System.Net;

namespace S3Kit.Protocol;

/// <summary>Addresses buckets and objects at one endpoint. Paths are sent as they are: nothing collapses <c>..</c>, <c>//</c> or percent signs.</summary>
internal sealed class EndpointAddress
{
    // Without it, Uri would rewrite what it takes for relative segments, and a key could reach another key or bucket.
    private static readonly UriCreationOptions Exact = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly AddressingStyle _style;
    private readonly Site _own;
    private readonly Site _public;

    public EndpointAddress(Uri baseUri, Uri? publicUri, AddressingStyle style, bool namesBucketInHost)
    {
        BaseUri = baseUri;
        _style = style;
        _own = new Site(baseUri, namesBucketInHost);

        // What stands before the store under a name of its own has no name for every bucket, unless somebody says so.
        _public = publicUri is null ? _own : new Site(publicUri, namesBucketInHost && Dialect.Of(EndpointProfile.Auto, publicUri.Host).NamesBucketInHost);
    }

    public Uri BaseUri { get; }

    /// <summary>The target of a request, and the path of its canonical form.</summary>
    /// <param name="bucket">The bucket; <see langword="null"/> for the service itself.</param>
    /// <param name="key">The key; <see langword="null"/> for the bucket.</param>
    /// <param name="query">The encoded query without its question mark; may be empty.</param>
    /// <param name="region">The bucket's region where it differs from that of the endpoint.</param>
    public S3Target Resolve(string? bucket, string? key, string query, string? region) => Build(_own, bucket, key, query, region);

    /// <summary>
    /// The same for others, who reach the endpoint under its public address. What precedes the bucket there is part of the address and not of the
    /// canonical path: it is taken off on the way, or the store would take it for a bucket.
    /// </summary>
    /// <inheritdoc cref="Resolve" path="/param"/>
    public S3Target ResolvePublic(string bucket, string? key, string query, string? region) => Build(_public, bucket, key, query, region);

    /// <summary>The address of an object as others know it, unsigned.</summary>
    public Uri Locate(string bucket, string key) => ResolvePublic(bucket, key, "", region: null).Uri;

    private S3Target Build(Site site, string? bucket, string? key, string query, string? region)
    {
        string authority = site.AuthorityIn(region);
        string path;
        if (bucket is null)
        {
            path = "/";
        }
        else if (IsVirtualHost(bucket, site))
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

        string text = query.Length == 0 ? $"{site.Uri.Scheme}://{authority}{site.Folder}{path}" : $"{site.Uri.Scheme}://{authority}{site.Folder}{path}?{query}";
        return new S3Target(new Uri(text, Exact), authority, path);
    }

    private bool IsVirtualHost(string bucket, Site site) => _style switch
    {
        AddressingStyle.Path => false,
        AddressingStyle.VirtualHost => true,

        // A dot in the name would not match the certificate's wildcard, and an upper-case letter or underscore makes no host name.
        _ => site.NamesBucketInHost && !bucket.Contains('.', StringComparison.Ordinal) && !IPAddress.TryParse(site.Uri.Host, out _)
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

    /// <summary>An address under which the store is reached.</summary>
    private sealed class Site(Uri uri, bool namesBucketInHost)
    {
        // A name with letters beyond ASCII goes out in its ASCII form, which is then the one to sign.
        private readonly string _authority = uri.HostNameType != UriHostNameType.Dns ? uri.Authority
            : uri.IsDefaultPort ? uri.IdnHost
            : $"{uri.IdnHost}:{uri.Port}";

        public Uri Uri { get; } = uri;

        /// <summary>What precedes the path of every bucket, without a slash at its end.</summary>
        public string Folder { get; } = uri.AbsolutePath.TrimEnd('/');

        public bool NamesBucketInHost { get; } = namesBucketInHost;

        public string AuthorityIn(string? region) =>
            region is null || AwsHosts.InRegion(Uri.Host, region) is not { } regional ? _authority
            : Uri.IsDefaultPort ? regional
            : $"{regional}:{Uri.Port}";
    }
}
