using System.Net;
using S3Kit.Tests.Embedded;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>4: who waits for a saturated or broken endpoint never delays who could run elsewhere.</summary>
public sealed class NoHeadOfLineBlockingTests
{
    [Test]
    public async Task Run_OneEndpointSaturated_OtherTargetsAreServed()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.MaxConcurrentRequests = 2;
                options.Endpoints["a"] = new EndpointOptions { MaxConcurrentRequests = 1 };
            },
            "a", "b");
        var toA = new HeadObjectOptions { Endpoint = "a" };
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task[] stuck = [.. Enumerable.Range(0, 50).Select(_ => scene.HeadAsync(options: toA))];
        await scene["a"].Arrival();

        for (int i = 0; i < 10; i++)
        {
            await scene.HeadAsync(options: new HeadObjectOptions { Endpoint = "b" }).Soon();
        }

        Assert.That(scene["a"].Calls, Has.Count.EqualTo(1));
        answer.SetResult(Answers.Ok());
        await Task.WhenAll(stuck).Soon();
    }

    [Test]
    public async Task Run_ManyBackingOffFromABrokenEndpoint_HoldNoSlot()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.MaxConcurrentRequests = 1;
                options.CircuitBreaker.Threshold = 100;
            },
            "a", "b");
        scene["a"].Answer = static (_, _) => Task.FromResult(Answers.Error(HttpStatusCode.InternalServerError));
        Task[] stuck = [.. Enumerable.Range(0, 5).Select(_ => scene.HeadAsync(options: new HeadObjectOptions { Endpoint = "a" }))];
        for (int i = 0; i < 5; i++)
        {
            await scene.Time.NextTimer(TimeSpan.FromMilliseconds(500));
        }

        await scene.HeadAsync(options: new HeadObjectOptions { Endpoint = "b" }).Soon();

        Assert.That(stuck.Any(call => call.IsCompleted), Is.False);
    }

    [Test]
    public async Task Run_QueueIsFullForOneEndpoint_OthersAreServed()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.QueueSize = 2;
                options.QueueFullMode = QueueFullMode.Reject;
                options.Endpoints["a"] = new EndpointOptions { MaxConcurrentRequests = 1 };
            },
            "a", "b");
        var toA = new HeadObjectOptions { Endpoint = "a" };
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task first = scene.HeadAsync(options: toA);
        await scene["a"].Arrival();
        Task[] queued = [scene.HeadAsync(options: toA), scene.HeadAsync(options: toA)];
        Assert.ThrowsAsync<S3QueueFullException>(() => scene.HeadAsync(options: toA).Soon());

        await scene.HeadAsync(options: new HeadObjectOptions { Endpoint = "b" }).Soon();

        answer.SetResult(Answers.Ok());
        await first.Soon();
        await Task.WhenAll(queued).Soon();
    }

    [Test]
    public async Task Run_PartsWaitForWhereTheirUploadBegan_OthersOfThePoolAreServed()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.Transfers.MaxConcurrentParts = 4;
                options.Endpoints["a"] = new EndpointOptions { MaxConcurrentRequests = 1 };
            },
            "a", "b");
        scene["a"].Answer = static (call, token) => call.Target.Contains("?uploads", StringComparison.Ordinal)
            ? Task.FromResult(Answers.Xml("<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>"))
            : call.Method == "DELETE" ? Task.FromResult(Answers.Ok()) : new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(token);
        using var cancellation = new CancellationTokenSource();
        Task upload = scene.Store.PutObjectAsync(
            "bucket", "key", new UnseekableStream(new MemoryStream(new byte[20 * 1024 * 1024])), cancellationToken: cancellation.Token);
        await scene["a"].Arrival();
        await scene["a"].Arrival();

        // One part is under way at 'a', others wait for it. What may go to 'b' does.
        for (int i = 0; i < 5; i++)
        {
            await scene.HeadAsync().Soon();
        }

        Assert.That(scene["b"].Calls, Has.Count.EqualTo(5));
        Assert.That(upload.IsCompleted, Is.False);
        await cancellation.CancelAsync();
        Assert.CatchAsync<OperationCanceledException>(() => upload.Soon());
    }
}
