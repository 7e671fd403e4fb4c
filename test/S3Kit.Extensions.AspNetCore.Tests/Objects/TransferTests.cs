using System.Net;
using Microsoft.AspNetCore.Builder;

namespace S3Kit.AspNetCore.Tests.Objects;

/// <summary>What needs a real server: its limits, broken transfers and clients that go away.</summary>
[TestFixture]
public class TransferTests
{
    private const long Big = 64L * 1024 * 1024;

    private TestApp _app = null!;

    [SetUp]
    public async Task StartAsync() => _app = await TestApp.StartAsync(static app => app.MapObjectStore(), onKestrel: true);

    [TearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [TestCase(true)]
    [TestCase(false)]
    public async Task Put_BeyondTheServersOwnLimit_IsStored(bool isLengthKnown)
    {
        var received = 0L;
        _app.Store.Receive = async (body, cancellationToken) =>
        {
            var buffer = new byte[65536];
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                received += read;
            }

            return [];
        };
        using var content = new ProducedContent(
            static async stream =>
            {
                var block = new byte[1024 * 1024];
                for (var sent = 0L; sent < Big; sent += block.Length)
                {
                    await stream.WriteAsync(block);
                }
            },
            isLengthKnown ? Big : null);

        using var response = await _app.SendAsync(HttpMethod.Put, "/objects/bucket/big", content);

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(received, Is.EqualTo(Big));
        });
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Get_WhenBodyBreaksOff_BreaksTheConnection(bool fails)
    {
        _app.Store.Add("bucket", "key", new byte[1000]);
        _app.Store.Content = bytes => new FailingStream(bytes[..100], fails ? new S3NetworkException("Gone.") : null);

        await Assert.ThatAsync(
            () => _app.Client.GetByteArrayAsync("/objects/bucket/key"),
            Throws.InstanceOf<HttpRequestException>().Or.InstanceOf<IOException>());
    }

    [Test]
    public async Task Get_WhenBodyIsLongerThanSaid_BreaksTheConnection()
    {
        _app.Store.Add("bucket", "key", new byte[100_000]);
        _app.Store.Content = static bytes => new MemoryStream([.. bytes, .. bytes]);

        await Assert.ThatAsync(
            () => _app.Client.GetByteArrayAsync("/objects/bucket/key"),
            Throws.InstanceOf<HttpRequestException>().Or.InstanceOf<IOException>());
    }

    [Test]
    public async Task Get_WhenBodyFailsBeforeTheFirstByte_AnswersProblem()
    {
        _app.Store.Add("bucket", "key", new byte[1000]);
        _app.Store.Content = static _ => new FailingStream([], new S3TimeoutException("Stalled."));

        using var response = await _app.SendAsync(HttpMethod.Get, "/objects/bucket/key");

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.GatewayTimeout));
            Assert.That(response.Headers.ETag, Is.Null);
            Assert.That(response.Headers.Contains("Content-Security-Policy"), Is.False);
        });
    }

    [Test]
    public async Task Put_WhenClientGoesAway_CancelsTheStore()
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        _app.Store.Receive = async (body, cancellationToken) =>
        {
            try
            {
                await body.ReadExactlyAsync(new byte[1], cancellationToken);
                began.SetResult();
                await body.CopyToAsync(Stream.Null, cancellationToken);
                ended.SetException(new InvalidOperationException("The upload was taken for complete."));
                return [];
            }
            catch (Exception error)
            {
                ended.TrySetResult(error);
                throw;
            }
        };
        using var cancellation = new CancellationTokenSource();
        using var content = new ProducedContent(
            async stream =>
            {
                await stream.WriteAsync(new byte[1]);
                await stream.FlushAsync();
                await began.Task;
                await cancellation.CancelAsync();
                throw new IOException("The client gives up.");
            },
            length: 1000);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/objects/bucket/key") { Content = content };

        await Assert.ThatAsync(() => _app.Client.SendAsync(request, cancellation.Token), Throws.Exception);

        var fault = await ended.Task;
        Assert.Multiple(() =>
        {
            Assert.That(fault, Is.Not.Null);
            Assert.That(_app.Store.Buckets["bucket"], Is.Empty);
        });
    }

    [Test]
    public async Task Get_WhenClientGoesAway_DisposesOfTheObject()
    {
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _app.Store.Add("bucket", "key", new byte[1024]);
        _app.Store.Content = _ => new EndlessStream(disposed);

        var response = await _app.SendAsync(HttpMethod.Get, "/objects/bucket/key");
        response.Dispose();

        await disposed.Task;
        Assert.That(disposed.Task.IsCompletedSuccessfully, Is.True);
    }

    /// <summary>Never ends by itself, and tells when it is disposed of.</summary>
    private sealed class EndlessStream(TaskCompletionSource disposed) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position++ == 0)
            {
                return 1;
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            disposed.TrySetResult();
        }
    }
}
