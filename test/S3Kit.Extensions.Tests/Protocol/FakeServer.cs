using System.Collections.Concurrent;

namespace S3Kit.Tests.Protocol;

/// <summary>Takes the place of the network: keeps what is sent and answers as the test says.</summary>
internal sealed class FakeServer(Func<CapturedRequest, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly ConcurrentQueue<CapturedRequest> _requests = new();

    public FakeServer()
        : this(static _ => Replies.Empty(200))
    {
    }

    public Func<CapturedRequest, HttpResponseMessage> Answer { get; set; } = answer;

    public IReadOnlyList<CapturedRequest> Requests => [.. _requests];

    public CapturedRequest Last => _requests.Last();

    /// <summary>Answers with each in turn, and with the last one from then on.</summary>
    public static FakeServer InTurn(params Func<CapturedRequest, HttpResponseMessage>[] answers)
    {
        int count = 0;
        return new FakeServer(request => answers[Math.Min(Interlocked.Increment(ref count), answers.Length) - 1](request));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default(System.Net.Http.Headers.HttpHeadersNonValidated)))
        {
            headers[name.ToLowerInvariant()] = string.Join(", ", values);
        }

        if (request.Content?.Headers.ContentLength is { } length)
        {
            headers["content-length"] = length.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var captured = new CapturedRequest
        {
            Method = request.Method.Method,
            Target = request.RequestUri!.PathAndQuery,
            Host = request.Headers.Host ?? request.RequestUri.Authority,
            Headers = headers,
        };
        _requests.Enqueue(captured);
        if (request.Content is not null)
        {
            var sink = new MemoryStream();
            try
            {
                await request.Content.CopyToAsync(sink, cancellationToken);
                captured.IsBodyComplete = true;
            }
            finally
            {
                captured.Body = sink.ToArray();
            }
        }

        HttpResponseMessage response = Answer(captured);
        response.RequestMessage = request;
        return response;
    }
}
