using System.Collections.Concurrent;

namespace S3Kit.Chaos.Model;

/// <summary>Sees every request that is sent: which writes may still come, and what became of uploads in parts.</summary>
internal sealed class AttemptLog(string bucket)
{
    public const int Gateways = 3;

    private readonly ConcurrentDictionary<string, KeyModel> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _uploads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _aborts = new(StringComparer.Ordinal);
    private readonly string _path = $"/{bucket}/";
    private int _sent;

    public int Sent => Volatile.Read(ref _sent);

    public ICollection<KeyModel> Keys => _keys.Values;

    public KeyModel Of(string key) => _keys.GetOrAdd(key, static key => new KeyModel(key));

    public KeyModel? Find(string key) => _keys.GetValueOrDefault(key);

    public DelegatingHandler CreateHandler(int gateway) => new Handler(this, gateway);

    public void GatewayDied(int gateway)
    {
        foreach (var key in _keys.Values)
        {
            key.GatewayDied(gateway);
        }
    }

    /// <summary>Why an upload in parts is still there; <see langword="null"/> when there is no reason for it.</summary>
    public string? Excuse(string uploadId) => (_uploads.ContainsKey(uploadId), _aborts.TryGetValue(uploadId, out var answered), answered) switch
    {
        (false, _, _) => "the answer that told its id was lost",
        (true, true, false) => "its abort was sent and had no answer",
        (true, false, _) => "no endpoint took its abort",
        _ => null,
    };

    private static string? UploadId(Uri url)
    {
        const string name = "uploadId=";
        var at = url.Query.IndexOf(name, StringComparison.Ordinal);
        return at < 0 ? null : Uri.UnescapeDataString(url.Query[(at + name.Length)..].Split('&')[0]);
    }

    private sealed class Handler(AttemptLog log, int gateway) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref log._sent);
            var uploadId = UploadId(request.RequestUri!);
            if (uploadId is not null)
            {
                log._uploads[uploadId] = true;
            }

            var isAbort = uploadId is not null && request.Method == HttpMethod.Delete;
            if (isAbort)
            {
                log._aborts.TryAdd(uploadId!, false);
            }

            var key = WrittenKey(request, uploadId);
            var attempt = key?.Sending(gateway);
            var response = await base.SendAsync(request, cancellationToken);
            if (isAbort && (int)response.StatusCode is < 300 or 404)
            {
                log._aborts[uploadId!] = true;
            }

            // A completion or a copy answers 200 before it is done.
            var mayGoOn = response.IsSuccessStatusCode && (uploadId is not null || request.Headers.Contains("x-amz-copy-source"));
            key?.Answered(attempt!, isOver: !mayGoOn);
            return response;
        }

        private KeyModel? WrittenKey(HttpRequestMessage request, string? uploadId)
        {
            var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath);
            var writes = uploadId is null
                ? request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete
                : request.Method == HttpMethod.Post;
            return writes && path.Length > log._path.Length && path.StartsWith(log._path, StringComparison.Ordinal) ? log.Of(path[log._path.Length..]) : null;
        }
    }
}
