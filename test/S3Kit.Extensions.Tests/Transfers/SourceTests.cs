using Microsoft.Extensions.DependencyInjection;
using S3Kit.Tests.Protocol;

namespace S3Kit.Tests.Transfers;

/// <summary>Streams of all kinds as the body of an upload.</summary>
public sealed class SourceTests
{
    private const int Limit = 16 * 1024 * 1024;

    private FakeServer _server = null!;
    private ServiceProvider _services = null!;

    [SetUp]
    public void SetUp()
    {
        _server = new FakeServer();
        _services = FakeServices.Create(_server);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _services.DisposeAsync();
        _server.Dispose();
    }

    [TestCase(true, 0, 0)]
    [TestCase(true, 100, 0)]
    [TestCase(true, 100, 40)]
    [TestCase(true, 100, 100)]
    [TestCase(false, 0, 0)]
    [TestCase(false, 100, 0)]
    [TestCase(false, 100, 40)]
    [TestCase(false, 100, 100)]
    public async Task Put_MemoryStream_SendsFromItsPosition(bool exposable, int length, int position)
    {
        byte[] bytes = PatternStream.Bytes(0, length + 20);
        var source = new MemoryStream(bytes, 10, length, writable: false, publiclyVisible: exposable) { Position = position };

        PutObjectResult result = await PutAsync(source);

        byte[] expected = bytes[(10 + Math.Min(position, length))..(10 + length)];
        Assert.That(_server.Last.Body, Is.EqualTo(expected));
        Assert.That(result.Size, Is.EqualTo(expected.Length));
        Assert.That(source.Position, Is.EqualTo(Math.Max(position, length)));
        Assert.That(source.CanRead, Is.True, "The stream is left open.");
    }

    [TestCase(0, true)]
    [TestCase(0, false)]
    [TestCase(1, true)]
    [TestCase(1, false)]
    [TestCase(64 * 1024, false)]
    [TestCase((64 * 1024) + 1, false)]
    [TestCase(Limit - 1, false)]
    [TestCase(Limit, true)]
    [TestCase(Limit, false)]
    [TestCase(Limit + 1, true)]
    [TestCase(Limit + (200 * 1024), true)]
    public async Task Put_Stream_SendsEveryByte(int length, bool canSeek)
    {
        var source = new PatternStream(length, canSeek);

        // A large one that cannot tell its length would go in parts.
        await PutAsync(source, !canSeek && length > 8 * 1024 * 1024 ? length : null);

        Assert.That(_server.Last.Body.AsSpan().SequenceEqual(PatternStream.Bytes(0, length)), Is.True);
        Assert.That(_server.Last.Headers["content-length"], Is.EqualTo($"{length}"));
        Assert.That(source.IsDisposed, Is.False);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Put_StreamThatYieldsOneByteAtATime_SendsEveryByte(bool canSeek)
    {
        await PutAsync(new PatternStream(70_000, canSeek) { Step = 1 });

        Assert.That(_server.Last.Body, Is.EqualTo(PatternStream.Bytes(0, 70_000)));
    }

    [TestCase(1000)]
    [TestCase(Limit + 5)]
    public async Task Put_SeekableInTheMiddle_SendsTheRest(int rest)
    {
        await PutAsync(new PatternStream(rest + 77, canSeek: true) { Position = 77 });

        Assert.That(_server.Last.Body.AsSpan().SequenceEqual(PatternStream.Bytes(77, rest)), Is.True);
    }

    [TestCase(100, 101)]
    [TestCase(100, 99)]
    [TestCase(100, 0)]
    [TestCase(0, 1)]
    public void Put_SmallSourceOfAnotherLength_SendsNothing(int length, int declared)
    {
        S3IntegrityException? error = Assert.ThrowsAsync<S3IntegrityException>(() => PutAsync(new PatternStream(length, canSeek: false), declared));

        AssertNames(error!);
        Assert.That(_server.Requests, Is.Empty);
    }

    [TestCase(Limit + 100, Limit + 101)]
    [TestCase(Limit + 101, Limit + 100)]
    [TestCase(Limit + 1_000_000, Limit + 100)]
    [TestCase(10, Limit + 100)]
    [TestCase(0, Limit + 100)]
    [TestCase(Limit + (128 * 1024), Limit + (256 * 1024))]
    [TestCase(Limit + (256 * 1024), Limit + (128 * 1024))]
    public void Put_LargeSourceOfAnotherLength_NeverSendsAWholeBody(int length, int declared)
    {
        S3IntegrityException? error = Assert.ThrowsAsync<S3IntegrityException>(() => PutAsync(new PatternStream(length, canSeek: false), declared));

        AssertNames(error!);
        Assert.That(error!.Endpoint, Is.EqualTo("a"));
        Assert.That(_server.Last.Body, Has.Length.LessThan(declared));
        Assert.That(_server.Last.IsBodyComplete, Is.False);
    }

    [Test]
    public void Put_SeekableSourceAndAnotherLengthDeclared_SendsNothing()
    {
        AssertNames(Assert.ThrowsAsync<S3IntegrityException>(() => PutAsync(new PatternStream(100, canSeek: true), 101))!);
        Assert.That(_server.Requests, Is.Empty);
    }

    [TestCaseSource(nameof(Failures))]
    public void Put_SourceThrows_ThatVeryExceptionSurfaces(Exception failure, int at, int declared)
    {
        var source = new PatternStream(declared, canSeek: false) { Failure = (at, failure) };

        Exception? error = Assert.CatchAsync(() => PutAsync(source, declared));

        Assert.That(error, Is.SameAs(failure));
        Assert.That(error!.StackTrace, Does.Contain(nameof(PatternStream)), "It says where it comes from.");
        Assert.That(_server.Requests.All(request => !request.IsBodyComplete), Is.True);
    }

    [Test]
    public void Put_SourceFailsAsAnotherStoreDoes_CountsNotAgainstThisEndpoint()
    {
        var failure = new S3NetworkException("The other store is gone.") { IsTransient = true };
        var source = new PatternStream(Limit + 100, canSeek: true) { Failure = (Limit, failure) };

        Exception? error = Assert.CatchAsync(() => PutAsync(source));

        Assert.That(error, Is.SameAs(failure));
        Assert.That(_server.Requests, Has.Count.EqualTo(1));
        Assert.That(_services.GetRequiredService<IEndpointRegistry>().GetEndpoint("a").ConsecutiveFailures, Is.Zero);
        Assert.That(failure.Attempts, Is.Zero, "It is the other store's error.");
    }

    [Test]
    public void Put_DisposedSource_IsRefused()
    {
        var source = new PatternStream(10, canSeek: true);
        source.Dispose();

        Assert.CatchAsync<ArgumentException>(() => PutAsync(source));
    }

    [Test]
    public void Put_CancelledWhileTheSourceIsRead_IsTheCallersCancellation()
    {
        using var cancellation = new CancellationTokenSource();
        var source = new PatternStream(100, canSeek: false)
        {
            Gate = async () =>
            {
                await cancellation.CancelAsync();
                cancellation.Token.ThrowIfCancellationRequested();
            },
        };

        OperationCanceledException? error = Assert.CatchAsync<OperationCanceledException>(
            () => _services.Store().PutObjectAsync("bucket", "the/key", source, cancellationToken: cancellation.Token));

        Assert.That(error!.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    private static IEnumerable<TestCaseData> Failures()
    {
        (int At, int Declared)[] places = [(0, 100), (50, 100), (0, Limit + 100), (Limit, Limit + 100)];
        Func<Exception>[] kinds =
        [
            () => new IOException("disk"), () => new InvalidOperationException("mine"), () => new ObjectDisposedException("source"), () => new OperationCanceledException("another's"),
            () => new HttpRequestException("upstream"),
        ];
        return from place in places
               from kind in kinds
               let failure = kind()
               select new TestCaseData(failure, place.At, place.Declared).SetArgDisplayNames(failure.GetType().Name, $"{place.At}", $"{place.Declared}");
    }

    private static void AssertNames(S3KitException error)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Message, Does.StartWith("PutObject of 'bucket/the/key'").And.Contain("Nothing was stored."));
            Assert.That((error.Operation, error.Bucket, error.Key), Is.EqualTo(("PutObject", "bucket", "the/key")));
            Assert.That(error.IsTransient, Is.False);
        }
    }

    private Task<PutObjectResult> PutAsync(Stream source, long? declared = null) =>
        _services.Store().PutObjectAsync("bucket", "the/key", source, new PutObjectOptions { ContentLength = declared });
}
