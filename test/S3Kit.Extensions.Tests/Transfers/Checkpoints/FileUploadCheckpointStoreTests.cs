namespace S3Kit.Tests.Transfers.Checkpoints;

public sealed class FileUploadCheckpointStoreTests
{
    private string _folder = null!;
    private FileUploadCheckpointStore _store = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = Path.Combine(Path.GetTempPath(), "s3kit-test-" + Guid.NewGuid().ToString("N"), "made", "when needed");
        _store = new FileUploadCheckpointStore(_folder);
    }

    [TearDown]
    public void TearDown() => Directory.Delete(Path.Combine(_folder, "..", ".."), recursive: true);

    [TestCase("key")]
    [TestCase("../../etc/passwd")]
    [TestCase("a\n\0b/\\:*?")]
    public async Task Write_AnyKey_IsReadBackByTheNext(string key)
    {
        await using (IUploadCheckpoint checkpoint = await _store.OpenAsync(key))
        {
            Assert.That(await checkpoint.ReadAsync(), Is.Null);
            await checkpoint.WriteAsync(new byte[] { 1, 2, 3, 4 });
            await checkpoint.WriteAsync(new byte[] { 5 });
        }

        await using (IUploadCheckpoint checkpoint = await new FileUploadCheckpointStore(_folder).OpenAsync(key))
        {
            Assert.That((await checkpoint.ReadAsync())!.Value.ToArray(), Is.EqualTo(new byte[] { 5 }));
        }

        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1), "Neither lock nor temporary file is left.");
    }

    [Test]
    public async Task Delete_WhatWasWritten_LeavesNothing()
    {
        await using (IUploadCheckpoint checkpoint = await _store.OpenAsync("key"))
        {
            await checkpoint.WriteAsync(new byte[] { 1 });
            await checkpoint.DeleteAsync();
            Assert.That(await checkpoint.ReadAsync(), Is.Null);
            await checkpoint.DeleteAsync();
        }

        Assert.That(Directory.GetFiles(_folder), Is.Empty);
    }

    [Test]
    public async Task Open_WhileAnotherHasIt_FailsUntilThatIsDone()
    {
        IUploadCheckpoint first = await _store.OpenAsync("key");
        await using (IUploadCheckpoint other = await _store.OpenAsync("other"))
        {
            Assert.ThrowsAsync<IOException>(async () => await new FileUploadCheckpointStore(_folder).OpenAsync("key"));
        }

        await first.DisposeAsync();
        Assert.DoesNotThrowAsync(async () => await (await _store.OpenAsync("key")).DisposeAsync());
    }

    [Test]
    public async Task Open_LockOfADeadProcess_IsNoObstacle()
    {
        await using (IUploadCheckpoint checkpoint = await _store.OpenAsync("key"))
        {
            await checkpoint.WriteAsync(new byte[] { 1 });
        }

        await File.WriteAllTextAsync(Path.ChangeExtension(Directory.GetFiles(_folder).Single(), ".lock"), "left behind");

        await using IUploadCheckpoint next = await _store.OpenAsync("key");
        Assert.That((await next.ReadAsync())!.Value.ToArray(), Is.EqualTo(new byte[] { 1 }));
    }

    [Test]
    public async Task Open_ByManyAtOnce_IsGivenToOneAtATime()
    {
        int holders = 0;
        int successes = 0;
        bool wereTwo = false;
        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, token) =>
        {
            try
            {
                await using IUploadCheckpoint checkpoint = await _store.OpenAsync("key", token);
                wereTwo |= Interlocked.Increment(ref holders) > 1;
                await Task.Yield();
                Interlocked.Decrement(ref holders);
                Interlocked.Increment(ref successes);
            }
            catch (IOException)
            {
                // Another has it.
            }
        });

        Assert.That((wereTwo, successes), Is.EqualTo((false, successes)));
        Assert.That(successes, Is.Positive);
        Assert.That(Directory.GetFiles(_folder), Is.Empty);
    }

    [Test]
    public async Task Open_WrongArguments_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => _ = new FileUploadCheckpointStore(""));
        Assert.ThrowsAsync<ArgumentException>(async () => await _store.OpenAsync(""));
        await (await _store.OpenAsync("key")).DisposeAsync();
    }
}
