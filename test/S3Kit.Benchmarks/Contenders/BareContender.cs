using System.Collections.Concurrent;

namespace S3Kit.Benchmarks.Contenders;

/// <summary>The limit: a plain HttpClient with presigned URLs, which are made once for each key.</summary>
internal sealed class BareContender : IContender
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 1024 }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly ConcurrentDictionary<(HttpMethod Method, string Key), Uri> _urls = new();
    private readonly S3KitContender _signer;
    private readonly Target _target;

    public BareContender(Target target)
    {
        _target = target;
        _signer = new S3KitContender(target, 1);
    }

    public async Task GetAsync(string key, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _http.GetAsync(await UrlAsync(HttpMethod.Get, key).ConfigureAwait(false), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await Contender.DrainAsync(body, cancellationToken).ConfigureAwait(false);
    }

    public async Task PutAsync(string key, byte[] content, CancellationToken cancellationToken)
    {
        using var body = new ByteArrayContent(content);
        using HttpResponseMessage response = await _http.PutAsync(await UrlAsync(HttpMethod.Put, key).ConfigureAwait(false), body, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    public async Task HeadAsync(string key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, await UrlAsync(HttpMethod.Head, key).ConfigureAwait(false));
        using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _http.DeleteAsync(await UrlAsync(HttpMethod.Delete, key).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The bytes of the pages alone: nobody lists with less.</summary>
    public async Task<int> ListAsync(CancellationToken cancellationToken)
    {
        for (int page = 0; page < 10; page++)
        {
            string token = page == 0 ? "" : FormattableString.Invariant($"&continuation-token={page * 1000}");
            var url = new Uri(_target.Url, $"/{_target.Bucket}?list-type=2{token}");
            using HttpResponseMessage response = await _http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await Contender.DrainAsync(body, cancellationToken).ConfigureAwait(false);
        }

        return 10_000;
    }

    public async Task DownloadFileAsync(string key, string path, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _http.GetAsync(await UrlAsync(HttpMethod.Get, key).ConfigureAwait(false), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
        await body.CopyToAsync(file, 128 * 1024, cancellationToken).ConfigureAwait(false);
    }

    public async Task UploadFileAsync(string path, string key, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous);
        using var body = new StreamContent(file, 128 * 1024);
        using HttpResponseMessage response = await _http.PutAsync(await UrlAsync(HttpMethod.Put, key).ConfigureAwait(false), body, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _signer.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<Uri> UrlAsync(HttpMethod method, string key)
    {
        if (!_urls.TryGetValue((method, key), out Uri? url))
        {
            url = await _signer.Store.CreatePresignedUrlAsync(method, _target.Bucket, key, TimeSpan.FromDays(1)).ConfigureAwait(false);
            _urls[(method, key)] = url;
        }

        return url;
    }
}
