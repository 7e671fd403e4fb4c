using System.Collections.Concurrent;
using System.Net;

namespace S3Kit.Tests.Scripting;

/// <summary>What stands at the end of an endpoint's HttpClient, in the place of the network: answers as the test says, and remembers who came.</summary>
internal sealed class ScriptedEndpoint : HttpMessageHandler
{
    private readonly ConcurrentQueue<ScriptedCall> _calls = new();
    private readonly SemaphoreSlim _arrivals = new(0);

    /// <summary>Answers a call. What comes first in <see cref="Next"/> goes before.</summary>
    public Func<ScriptedCall, CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = static (_, _) => Task.FromResult(Answers.Ok());

    /// <summary>Answers for one call each.</summary>
    public ConcurrentQueue<Func<ScriptedCall, CancellationToken, Task<HttpResponseMessage>>> Next { get; } = new();

    /// <summary>Whether the bodies of requests are read before the answer.</summary>
    public bool ReadsBodies { get; set; } = true;

    public IReadOnlyList<ScriptedCall> Calls => [.. _calls];

    public ScriptedEndpoint Then(HttpStatusCode status, string? code = null, Action<HttpResponseMessage>? change = null)
    {
        Next.Enqueue((_, _) => Task.FromResult(Answers.Error(status, code, change)));
        return this;
    }

    /// <summary>Leaves the next call without an answer until the source is set, or the call is cancelled.</summary>
    public TaskCompletionSource<HttpResponseMessage> ThenHold()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        Next.Enqueue((_, cancellationToken) => answer.Task.WaitAsync(cancellationToken));
        return answer;
    }

    /// <summary>Ends when one more call has arrived than there were such waits before.</summary>
    public async Task<ScriptedCall> Arrival()
    {
        Assert.That(await _arrivals.WaitAsync(Patience.Limit), Is.True, "No request arrived.");
        return Calls[^1];
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = new ScriptedCall(request);
        _calls.Enqueue(call);
        Func<ScriptedCall, CancellationToken, Task<HttpResponseMessage>> answer = Next.TryDequeue(out var scripted) ? scripted : Answer;
        if (ReadsBodies && request.Content is not null)
        {
            call.Body = await request.Content.ReadAsByteArrayAsync(cancellationToken);
        }

        _arrivals.Release();
        HttpResponseMessage response = await answer(call, cancellationToken);
        response.RequestMessage ??= request;
        return response;
    }
}
