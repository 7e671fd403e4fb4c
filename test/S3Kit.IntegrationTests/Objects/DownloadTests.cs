using Microsoft.Extensions.DependencyInjection;

namespace S3Kit.IntegrationTests;

/// <summary>Large objects to files: in parts, and after a failure.</summary>
public sealed class DownloadTests : StoreFixture
{
    private const int Size = 64 * 1024 * 1024;

    private static readonly byte[] Content = TestBytes.Of(Size);

    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void MakeDirectory() => _directory = new TemporaryDirectory();

    [TearDown]
    public void DropDirectory() => _directory.Dispose();

    [TestCase(1)]
    [TestCase(4)]
    [TestCase(8)]
    public async Task Download_Large_EveryByteIsAtItsPlace(int parts)
    {
        await PutAsync("large", Content);
        await using var host = await StoreHost.StartAsync(options => options.Transfers.MaxConcurrentParts = parts, Deadline);

        var result = await host.Store.DownloadFileAsync(Bucket, "large", _directory.File("large"), cancellationToken: Deadline);

        Assert.That(result.Size, Is.EqualTo(Size));
        Assert.That(await TestBytes.Sha256OfFileAsync(_directory.File("large"), Deadline), Is.EqualTo(TestBytes.Sha256(Content)));
    }

    [Test]
    public async Task Download_GivenUpAndCalledAgain_GoesOn()
    {
        await PutAsync("large", Content);
        var answers = new HeldAnswers(Size / 2);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Deadline);

        // One part at a time: the one answer that is held brings them all.
        await using var host = await HeldHostAsync(answers);
        var download = host.Store.DownloadFileAsync(Bucket, "large", _directory.File("large"), new DownloadFileOptions { Resume = true }, cancellation.Token);
        await answers.Held.WaitAsync(Deadline);
        await cancellation.CancelAsync();
        Assert.That(async () => await download, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(File.Exists(_directory.File("large.s3kit-part")), Is.True);

        using var second = new ProgressSignal(long.MaxValue);
        await Store.DownloadFileAsync(Bucket, "large", _directory.File("large"), new DownloadFileOptions { Resume = true, Progress = second }, Deadline);

        Assert.That(await TestBytes.Sha256OfFileAsync(_directory.File("large"), Deadline), Is.EqualTo(TestBytes.Sha256(Content)));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(_directory.File("large"))!), Has.Length.EqualTo(1));
        Assert.That((second.Last.BytesTransferred, second.Last.PartsCompleted), Is.EqualTo(((long)Size, 8)));
    }

    [Test]
    public async Task Download_OverwrittenMeanwhile_SaysSo()
    {
        await PutAsync("changing", Content);
        using var progress = new ProgressSignal(1);
        await using var host = await StoreHost.StartAsync(options => options.Transfers.MaxConcurrentParts = 2, Deadline);
        var download = host.Store.DownloadFileAsync(Bucket, "changing", _directory.File("changing"), new DownloadFileOptions { Progress = progress }, Deadline);
        await progress.Reached.WaitAsync(Deadline);
        await PutAsync("changing", TestBytes.Of(Size, seed: 2));
        progress.GoOn();

        // Parts that were asked for before may have been all: then the file is the old object.
        S3KitException? error = null;
        try
        {
            await download;
        }
        catch (S3PreconditionFailedException e)
        {
            error = e;
        }

        Assert.That(
            error is not null ? !File.Exists(_directory.File("changing")) : await TestBytes.Sha256OfFileAsync(_directory.File("changing"), Deadline) == TestBytes.Sha256(Content),
            Is.True);
    }

    private Task<StoreHost> HeldHostAsync(HeldAnswers answers)
    {
        var endpoint = TestServers.Endpoint(TestServers.Gateway1);
        return StoreHost.StartAppAsync(
            builder => builder.Services
                .AddS3Kit(options =>
                {
                    options.Endpoints[TestServers.Gateway1] = endpoint;
                    options.Transfers.MaxConcurrentParts = 1;
                })
                .ConfigureHttpClient(TestServers.Gateway1, client => client.AddHttpMessageHandler(answers.CreateHandler)),
            Deadline);
    }
}
