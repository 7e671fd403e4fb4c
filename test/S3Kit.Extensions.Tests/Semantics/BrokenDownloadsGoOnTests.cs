using System.Security.Cryptography;
using S3Kit.Embedded;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>10: a get whose connection drops in the body goes on from the last byte, on any endpoint, as long as the object is the same; no byte comes twice, none is lost.</summary>
public sealed class BrokenDownloadsGoOnTests
{
    private const int Size = 100_000;

    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(15);

    private byte[] _bytes = null!;

    private static IEnumerable<TestCaseData> Drops =>
        from how in new[] { "reset", "truncated", "ended early" }
        from position in new[] { 0, 1, Size / 2, Size - 1 }
        from piece in new[] { 1000, 4096, 1 << 20 }
        select new TestCaseData(how, position, piece);

    [SetUp]
    public void SetUp() => _bytes = RandomNumberGenerator.GetBytes(Size);

    [TestCaseSource(nameof(Drops))]
    public async Task Read_ConnectionDrops_GoesOnElsewhereFromTheNextByte(string how, int position, int piece)
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        string tag = await scene.PutAsync(_bytes);
        scene.Fault(Drop(how, position));

        await using GetObjectResult result = await scene.GetAsync();
        byte[] read = await result.Content.ReadAllAsync(piece);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read, Is.EqualTo(_bytes));
            Assert.That(scene.Gets, Has.Count.EqualTo(2));
            Assert.That(scene.Gets[1].Header("Range"), Is.EqualTo(EmbeddedScene.Range(position, Size - 1)));
            Assert.That(scene.Gets[1].Header("If-Match"), Is.EqualTo($"\"{tag}\""));
            Assert.That(scene.Gets[1].Message.RequestUri!.Host, Is.Not.EqualTo(scene.Gets[0].Message.RequestUri!.Host));
            Assert.That(result.Info.Endpoint, Is.EqualTo("a"), "What the first answer said stays.");
        }
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(499)]
    public async Task Read_ConnectionDropsWithinARange_GoesOnWithinIt(int position)
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        await scene.PutAsync(_bytes);

        foreach (ByteRange range in new[] { ByteRange.Between(1000, 1499), ByteRange.From(Size - 500), ByteRange.Suffix(500) })
        {
            scene.Fault(EmbeddedFault.ResetInBody(position));
            await using GetObjectResult result = await scene.GetAsync(new GetObjectOptions { Range = range });
            byte[] read = await result.Content.ReadAllAsync();

            long first = range.First ?? Size - 500;
            Assert.That(read, Is.EqualTo(_bytes[(int)first..(int)(first + 500)]), $"{range}");
            Assert.That(scene.Gets[^1].Header("Range"), Does.EndWith($"-{first + 499}"));
        }
    }

    [TestCase(0)]
    [TestCase(5000)]
    public async Task Read_NothingComesForTheStallTimeout_GoesOnElsewhere(int position)
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.StallInBody(position));
        scene.Time.ForgetTimers();

        Task<byte[]> reading = scene.ReadAsync();
        await scene.Time.NextTimer(Stall);
        scene.Time.Advance(Stall);

        Assert.That(await reading.Soon(), Is.EqualTo(_bytes));
        Assert.That(scene.Snapshot("a").ConsecutiveFailures, Is.EqualTo(1));
    }

    [Test]
    public async Task Read_EveryConnectionDropsAfterAWhile_GoesOnAsLongAsBytesCome()
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.TruncateBody(Size / 20), times: null);

        Assert.That(await scene.ReadAsync(), Is.EqualTo(_bytes));
        Assert.That(scene.Gets, Has.Count.EqualTo(20));
    }

    [TestCase("reset", typeof(S3NetworkException))]
    [TestCase("truncated", typeof(S3IntegrityException))]
    [TestCase("ended early", typeof(S3IntegrityException))]
    public async Task Read_NoByteComesAnyMore_FailsAfterMaxRetries(string how, Type kind)
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync(options => options.MaxRetries = 2);
        await scene.PutAsync(_bytes);
        scene.Fault(Drop(how, 0), times: null);

        Exception? error = Assert.CatchAsync(() => scene.ReadAsync());

        Assert.That(error, Is.TypeOf(kind));
        Assert.That(scene.Gets, Has.Count.EqualTo(3));
    }

    [TestCase("reset", typeof(S3NetworkException))]
    [TestCase("truncated", typeof(S3IntegrityException))]
    public async Task Read_NobodyAnswersAnyMore_FailsAsWhatBrokeIt(string how, Type kind)
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync(options => options.MaxRetries = 1);
        await scene.PutAsync(_bytes);
        scene.Fault(Drop(how, 5000));
        scene.Fault(EmbeddedFault.Refuse(), times: null, skip: 1);
        await using GetObjectResult result = await scene.GetAsync();

        var error = (S3KitException?)Assert.CatchAsync(() => result.Content.ReadAllAsync());

        Assert.That(error, Is.TypeOf(kind));
        Assert.That(error!.Message, Does.Contain("from byte 5000").And.Contain("refused"));
        Assert.That((error.IsTransient, error.Endpoint, error.Attempts), Is.EqualTo((true, "a", 3)));
        Assert.That(() => result.Content.ReadAllAsync(), Throws.TypeOf(kind), "It does not come back to life.");
        Assert.That(scene.Gets, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Read_MaxRetriesIsZero_FailsAtOnce()
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync(options => options.MaxRetries = 0);
        await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.ResetInBody(5));

        Assert.ThrowsAsync<S3NetworkException>(() => scene.ReadAsync());

        Assert.That(scene.Gets, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Read_ObjectIsOverwrittenMeanwhile_SaysSo()
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.ResetInBody(5000));
        await using GetObjectResult result = await scene.GetAsync();
        await result.Content.ReadExactlyAsync(new byte[5000]);
        await scene.PutAsync(RandomNumberGenerator.GetBytes(Size));

        S3PreconditionFailedException? error = Assert.ThrowsAsync<S3PreconditionFailedException>(() => result.Content.ReadAllAsync());

        Assert.That(error!.Message, Does.Contain("was changed while it was read"));
        Assert.That((error.StatusCode, error.IsTransient, error.Key), Is.EqualTo((412, false, EmbeddedScene.Key)));
        Assert.That(scene.Snapshot("b").ConsecutiveFailures, Is.Zero);
    }

    [Test]
    public async Task Read_ObjectIsDeletedMeanwhile_SaysSo()
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.ResetInBody(5000));
        await using GetObjectResult result = await scene.GetAsync();
        await result.Content.ReadExactlyAsync(new byte[5000]);
        await scene.Store.DeleteObjectAsync(EmbeddedScene.Bucket, EmbeddedScene.Key);

        Assert.ThrowsAsync<S3NotFoundException>(() => result.Content.ReadAllAsync());
    }

    [Test]
    public async Task Read_VersionIsOverwrittenMeanwhile_GoesOnWithIt()
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        scene.Embedded.Buckets[EmbeddedScene.Bucket].Versioning = BucketVersioning.Enabled;
        await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.ResetInBody(5000));
        await using GetObjectResult result = await scene.GetAsync();
        byte[] first = new byte[5000];
        await result.Content.ReadExactlyAsync(first);
        await scene.PutAsync(RandomNumberGenerator.GetBytes(Size));

        byte[] rest = await result.Content.ReadAllAsync();

        Assert.That((byte[])[.. first, .. rest], Is.EqualTo(_bytes));
        Assert.That(scene.Gets[1].Target, Does.EndWith($"?versionId={result.Info.VersionId}"));
    }

    [Test]
    public async Task Read_AnswerHasAnotherETag_SaysThatTheObjectWasChanged()
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.ResetInBody(5000));
        scene.Fault(EmbeddedFault.WrongETag(), skip: 1);

        Assert.ThrowsAsync<S3PreconditionFailedException>(() => scene.ReadAsync());
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(70_000)]
    public async Task Read_StoreKnowsNoRanges_DropsWhatItHasAlready(int position)
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.ResetInBody(position));
        await using GetObjectResult result = await scene.GetAsync();
        scene.IgnoresRanges = true;

        Assert.That(await result.Content.ReadAllAsync(), Is.EqualTo(_bytes));
    }

    [Test]
    public async Task Read_StoreKnowsNoRangesAnyMore_EndsWithTheRange()
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.ResetInBody(10));
        await using GetObjectResult result = await scene.GetAsync(new GetObjectOptions { Range = ByteRange.Between(1000, 1099) });
        scene.IgnoresRanges = true;

        Assert.That(await result.Content.ReadAllAsync(), Is.EqualTo(_bytes[1000..1100]));
    }

    [TestCase(206, "bytes 4999-99999/100000", "another part")]
    [TestCase(206, "bytes 5000-99998/100000", "another part")]
    [TestCase(206, "bytes 5000-99999/100001", "had 100000 before")]
    [TestCase(206, null, "another part")]
    [TestCase(200, null, "had 100000 before")]
    [TestCase(204, null, "carries no object")]
    public async Task Read_AnswerIsNotTheRest_FailsAndSaysWhy(int status, string? range, string why)
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync(options => options.MaxRetries = 1);
        string tag = await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.ResetInBody(5000));
        scene.Fault(EmbeddedFault.Answer(() => EmbeddedScene.Answer(status, new byte[status == 204 ? 0 : Size - 5000 - (range == "bytes 5000-99998/100000" ? 1 : 0)], tag, range)), times: null, skip: 1);

        S3NetworkException? error = Assert.ThrowsAsync<S3NetworkException>(() => scene.ReadAsync());

        Assert.That(error!.Message, Does.Contain(why));
    }

    [Test]
    public async Task Read_OtherConditionsHeldBefore_TheETagStandsForThem()
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        string tag = await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.ResetInBody(5000));
        var options = new GetObjectOptions { IfMatch = "*", IfNoneMatch = "other", IfModifiedSince = scene.Time.GetUtcNow().AddDays(-1), IfUnmodifiedSince = scene.Time.GetUtcNow().AddDays(1) };

        Assert.That(await scene.ReadAsync(options), Is.EqualTo(_bytes));

        ScriptedCall second = scene.Gets[1];
        Assert.That(second.Header("If-Match"), Is.EqualTo($"\"{tag}\""));
        Assert.That(new[] { "If-None-Match", "If-Modified-Since", "If-Unmodified-Since" }.Select(second.Header), Is.All.Null);
    }

    [Test]
    public async Task Read_EndpointIsNamed_GoesOnThere()
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.ResetInBody(5000));

        Assert.That(await scene.ReadAsync(new GetObjectOptions { Endpoint = "b" }), Is.EqualTo(_bytes));

        Assert.That(scene.Gets.Select(call => call.Message.RequestUri!.Host), Is.All.EqualTo("b.test"));
    }

    [TestCase(null)]
    [TestCase("W/\"weak\"")]
    public async Task Read_ObjectHasNoETagThatTellsItsBytes_Fails(string? tag)
    {
        await using var scene = new ScriptedStore("a", "b");
        await using var body = new ScriptedBody();
        scene["a"].Next.Enqueue((_, _) =>
        {
            HttpResponseMessage response = Answers.Object(body, 5);
            response.Headers.Remove("ETag");
            response.Headers.TryAddWithoutValidation(tag is null ? "x-none" : "ETag", tag);
            response.Content.Headers.TryAddWithoutValidation("Last-Modified", "Fri, 02 Jan 2026 03:04:05 GMT");
            return Task.FromResult(response);
        });
        await using GetObjectResult result = await scene.GetAsync().Soon();
        body.Send([1, 2]);
        body.Break(new IOException("Reset by peer"));

        Assert.ThrowsAsync<S3NetworkException>(() => result.Content.ReadAllAsync());

        Assert.That(scene["b"].Calls, Is.Empty);
    }

    [Test]
    public async Task Read_GoneOnElsewhere_InFlightMovesAlong()
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.ResetInBody(5000));
        GetObjectResult result = await scene.GetAsync();
        Assert.That(InFlight(), Is.EqualTo((1, 0)));

        await result.Content.ReadExactlyAsync(new byte[6000]);
        Assert.That(InFlight(), Is.EqualTo((0, 1)));
        await result.DisposeAsync();

        Assert.That(InFlight(), Is.EqualTo((0, 0)));

        (int A, int B) InFlight() => (scene.Snapshot("a").InFlightRequests, scene.Snapshot("b").InFlightRequests);
    }

    [Test]
    public async Task Read_ConnectionDrops_CountsAgainstThatEndpointOnly()
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync(options => options.CircuitBreaker.Threshold = 1);
        await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.ResetInBody(5000), endpoint: "a");
        await using GetObjectResult result = await scene.GetAsync(new GetObjectOptions { Endpoint = null });

        Assert.That(await result.Content.ReadAllAsync(), Is.EqualTo(_bytes));

        Assert.That((scene.Snapshot("a").CircuitState, scene.Snapshot("b").CircuitState), Is.EqualTo((CircuitState.Open, CircuitState.Closed)));
        Assert.That(scene.Snapshot("a").LastError, Is.EqualTo("Network"));
    }

    [Test]
    public async Task Read_CallerLetTheConnectionLie_IsNotHeldAgainstTheEndpoint()
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.ResetInBody(5000));
        await using GetObjectResult result = await scene.GetAsync();
        await result.Content.ReadExactlyAsync(new byte[5000]);

        scene.Time.Advance(TimeSpan.FromMinutes(10));
        await result.Content.ReadExactlyAsync(new byte[5000]);

        Assert.That(scene.Snapshot("a").ConsecutiveFailures, Is.Zero);
    }

    [Test]
    public async Task Read_CancelledWhileItGoesOn_EndsAtOnceAndMayGoOnLater()
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.ResetInBody(5000));
        EmbeddedFaultRule silent = scene.Fault(EmbeddedFault.Stall(), skip: 1);
        await using GetObjectResult result = await scene.GetAsync();
        byte[] first = new byte[5000];
        await result.Content.ReadExactlyAsync(first);
        using var cancellation = new CancellationTokenSource();

        Task<int> reading = result.Content.ReadAsync(new byte[10], cancellation.Token).AsTask();
        await silent.Fired.Soon();
        await cancellation.CancelAsync();

        OperationCanceledException? error = Assert.CatchAsync<OperationCanceledException>(() => reading.Soon());
        Assert.That(error!.CancellationToken, Is.EqualTo(cancellation.Token));
        Assert.That((byte[])[.. first, .. await result.Content.ReadAllAsync()], Is.EqualTo(_bytes));
    }

    [Test]
    public async Task Read_CancelledInTheBody_GoesOnWithTheNextRead()
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.StallInBody(5000));
        await using GetObjectResult result = await scene.GetAsync();
        byte[] first = new byte[5000];
        await result.Content.ReadExactlyAsync(first);
        using var cancellation = new CancellationTokenSource();
        scene.Time.ForgetTimers();
        Task<int> reading = result.Content.ReadAsync(new byte[10], cancellation.Token).AsTask();
        await scene.Time.NextTimer(Stall);

        await cancellation.CancelAsync();

        Assert.CatchAsync<OperationCanceledException>(() => reading.Soon());
        Assert.That(scene.Snapshot("a").InFlightRequests, Is.Zero, "The connection is given up at once.");
        Assert.That(scene.Snapshot("a").ConsecutiveFailures, Is.Zero);
        Assert.That((byte[])[.. first, .. await result.Content.ReadAllAsync()], Is.EqualTo(_bytes));
    }

    [Test]
    public async Task Dispose_WhileItGoesOn_EndsTheReadAtOnce()
    {
        await using EmbeddedScene scene = await EmbeddedScene.CreateAsync();
        await scene.PutAsync(_bytes);
        scene.Fault(EmbeddedFault.ResetInBody(0));
        EmbeddedFaultRule silent = scene.Fault(EmbeddedFault.Stall(), skip: 1);
        GetObjectResult result = await scene.GetAsync();
        Task<int> reading = result.Content.ReadAsync(new byte[10]).AsTask();
        await silent.Fired.Soon();

        await result.DisposeAsync();

        Assert.ThrowsAsync<ObjectDisposedException>(() => reading.Soon());
        Assert.That((scene.Snapshot("a").InFlightRequests, scene.Snapshot("b").InFlightRequests), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Read_BlockingAThread_IsNotTakenUpButLeavesTheStreamWhereItStands()
    {
        await using var scene = new ScriptedStore("a", "b");
        await using var body = new ScriptedBody();
        body.Send([1, 2]);
        body.End();
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(Answers.Object(body, 5)));
        scene["b"].Next.Enqueue((_, _) =>
        {
            HttpResponseMessage response = Answers.Object([3, 4, 5]);
            response.StatusCode = System.Net.HttpStatusCode.PartialContent;
            response.Content.Headers.TryAddWithoutValidation("Content-Range", "bytes 2-4/5");
            return Task.FromResult(response);
        });
        await using GetObjectResult result = await scene.GetAsync().Soon();
        Func<int> read = () => result.Content.Read(new byte[5], 0, 5);

        Assert.That(read(), Is.EqualTo(2));
        Assert.That(() => read(), Throws.TypeOf<S3IntegrityException>());
        Assert.That(await result.Content.ReadAllAsync(), Is.EqualTo(new byte[] { 3, 4, 5 }));
    }

    private static EmbeddedFault Drop(string how, long position) => how switch
    {
        "reset" => EmbeddedFault.ResetInBody(position),
        "truncated" => EmbeddedFault.TruncateBody(position),
        _ => EmbeddedFault.EndBodyEarly(position),
    };
}
