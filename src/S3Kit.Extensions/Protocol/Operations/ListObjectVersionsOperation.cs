using System.Globalization;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>ListObjectVersions</c>: one page. A page goes on where the one before ended, on whichever endpoint.</summary>
internal sealed class ListObjectVersionsOperation : S3Operation<ListObjectVersionsPage>
{
    private readonly string? _prefix;
    private readonly ListObjectVersionsOptions? _options;
    private readonly int _maxKeys;
    private readonly VersionListPosition? _position;

    public ListObjectVersionsOperation(string bucket, string? prefix, ListObjectVersionsOptions? options, int maxKeys, VersionListPosition? position)
    {
        Bucket = bucket;
        _prefix = NullIfEmpty(prefix);
        _options = options;
        _maxKeys = maxKeys;
        _position = position;
    }

    public override string Name => "ListObjectVersions";

    public override string? PreferredEndpoint => _position?.Endpoint;

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Get, Bucket, null);
        request.AddQuery("versions", "");
        request.AddQuery("encoding-type", "url");
        request.AddQuery("max-keys", _maxKeys.ToString(CultureInfo.InvariantCulture));
        request.AddQuery("prefix", _prefix);
        request.AddQuery("delimiter", NullIfEmpty(_options?.Delimiter));
        (string? key, string? version) = _position is { } position
            ? position.MarkersFor(endpoint.Name)
            : (NullIfEmpty(_options?.KeyMarker), _options?.VersionIdMarker);
        request.AddQuery("key-marker", key);
        request.AddQuery("version-id-marker", version);
        return request;
    }

    public override async ValueTask<ListObjectVersionsPage> ReadAsync(S3Response response)
    {
        ListVersionsDocument document = await response.ReadXmlAsync("ListVersionsResult", reader => ListVersionsDocument.Read(reader, Bucket!, response.Endpoint.Name)).ConfigureAwait(false);

        // Before anything is taken out of the page: it goes on behind what the store has sent.
        string? next = document.IsTruncated ? After(document, response).ToToken() : null;

        // A store that takes no heed of where a group ends would hand it out a second time.
        if (_position is { LastPrefix.Length: > 0 } position)
        {
            document.CommonPrefixes.RemoveAll(prefix => string.Equals(prefix, position.LastPrefix, StringComparison.Ordinal));
        }

        return new ListObjectVersionsPage
        {
            Bucket = Bucket!,
            Prefix = _prefix ?? "",
            Versions = document.Versions,
            CommonPrefixes = document.CommonPrefixes,
            NextContinuationToken = next,
            Endpoint = response.Endpoint.Name,
        };
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private VersionListPosition After(ListVersionsDocument document, S3Response response)
    {
        VersionListPosition next = VersionListPosition.After(document, response);
        return next == _position
            ? throw S3Errors.NotS3(
                response.Context, response.Status, "the answer repeats the page before it, so the listing would never end.", response.Header(S3Headers.RequestId))
            : next;
    }
}
