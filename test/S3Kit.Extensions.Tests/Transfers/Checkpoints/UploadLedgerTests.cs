using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;
using S3Kit.Transfers;
using S3Kit.Transfers.Checkpoints;

namespace S3Kit.Tests.Transfers.Checkpoints;

/// <summary>By what a part that is stored is known, and when the checkpoint is written.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class UploadLedgerTests : IDisposable
{
    private static readonly byte[] Bytes = [1, 2, 3];

    private readonly FakeTimeProvider _time = new();
    private readonly MemoryCheckpoint _checkpoint = new();
    private readonly string _path = Path.GetTempFileName();
    private readonly FileStream _stream;
    private readonly UploadLedger _ledger;

    public UploadLedgerTests()
    {
        _stream = File.OpenRead(_path);
        var transfer = new TransferContext(null!, null!, new S3KitOptions(), _time, ArrayPool<byte>.Shared, NullLogger.Instance);
        _ledger = new UploadLedger(transfer, new UploadTarget("bucket", "key", null), new UploadedFile(_stream), _checkpoint);
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _stream.Dispose();
        File.Delete(_path);
    }

    // An MD5, and one that is none, as where objects are encrypted.
    [TestCase("\"5289df737df57326fcdd22597afb1fac\"", 3, null, null, ExpectedResult = true)]
    [TestCase("5289DF737DF57326FCDD22597AFB1FAC", 3, null, null, ExpectedResult = true)]
    [TestCase("\"5289df737df57326fcdd22597afb1fac\"", 4, null, null, ExpectedResult = false)]
    [TestCase("\"00000000000000000000000000000000\"", 3, null, null, ExpectedResult = false)]
    [TestCase("\"encrypted\"", 3, "\"encrypted\"", "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81", ExpectedResult = true)]
    [TestCase("\"encrypted\"", 3, "\"another\"", "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81", ExpectedResult = false)]
    [TestCase("\"encrypted\"", 3, "\"encrypted\"", "0000", ExpectedResult = false)]
    [TestCase("\"encrypted\"", 3, null, null, ExpectedResult = false)]
    public bool Find_ListedPart_IsKnownByItsBytes(string etag, long size, string? notedTag, string? notedHash)
    {
        UploadCheckpointPart[] noted = notedTag is null ? [] : [new UploadCheckpointPart(1, notedTag, notedHash!)];
        _ledger.Resume(Checkpoint(noted), [new UploadedPart(1, etag, size)]);

        return _ledger.Find(1, new MemoryBody(Bytes)) is not null;
    }

    [Test]
    public void Find_PartThatIsNotListed_IsNotThereWhateverWasNoted()
    {
        _ledger.Resume(Checkpoint([new UploadCheckpointPart(1, "tag", new MemoryBody(Bytes).PayloadHash)]), []);

        Assert.That(_ledger.Find(1, new MemoryBody(Bytes)), Is.Null);
    }

    [Test]
    public async Task Add_OftenInAnInstant_WritesOnceASecond()
    {
        await _ledger.BeginAsync(new StartedUpload("id", "a"), CancellationToken.None);
        for (int number = 1; number <= 10; number++)
        {
            await _ledger.AddAsync(new UploadedPart(number, "tag", 3), new MemoryBody(Bytes));
        }

        Assert.That(_checkpoint.Writes, Is.EqualTo(1), "The beginning is written, before the first part is sent.");
        _time.Advance(TimeSpan.FromSeconds(1));
        await _ledger.AddAsync(new UploadedPart(11, "tag", 3), new MemoryBody(Bytes));
        Assert.That(_checkpoint.Writes, Is.EqualTo(2));
        Assert.That(UploadCheckpoint.Parse(_checkpoint.Content!.Value)!.Parts, Has.Count.EqualTo(11));
    }

    [Test]
    public async Task Save_AfterParts_WritesAllOfThem()
    {
        await _ledger.BeginAsync(new StartedUpload("id", "a"), CancellationToken.None);
        await _ledger.AddAsync(new UploadedPart(2, "tag", 3), new MemoryBody(Bytes));

        await _ledger.SaveAsync();

        UploadCheckpoint written = UploadCheckpoint.Parse(_checkpoint.Content!.Value)!;
        Assert.That((written.Parts.Single().Number, written.UploadId, written.Endpoint), Is.EqualTo((2, "id", "a")));
    }

    [Test]
    public async Task Add_CheckpointCannotBeWritten_GoesOn()
    {
        await _ledger.BeginAsync(new StartedUpload("id", "a"), CancellationToken.None);
        _checkpoint.Failure = new IOException("The disk is full.");
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.DoesNotThrowAsync(() => _ledger.AddAsync(new UploadedPart(1, "tag", 3), new MemoryBody(Bytes)));
    }

    [Test]
    public void Begin_CheckpointCannotBeWritten_Fails()
    {
        _checkpoint.Failure = new IOException("The disk is full.");

        Assert.ThrowsAsync<IOException>(() => _ledger.BeginAsync(new StartedUpload("id", "a"), CancellationToken.None));
    }

    private static UploadCheckpoint Checkpoint(UploadCheckpointPart[] parts) => new()
    {
        Version = UploadCheckpoint.CurrentVersion,
        Bucket = "bucket",
        Key = "key",
        UploadId = "id",
        Endpoint = "a",
        FileLength = 0,
        FileLastWrite = default,
        PartSize = 5,
        Options = "",
        Parts = parts,
    };

    private sealed class MemoryCheckpoint : IUploadCheckpoint
    {
        public int Writes { get; private set; }

        public ReadOnlyMemory<byte>? Content { get; private set; }

        public Exception? Failure { get; set; }

        public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken = default) => new(Content);

        public ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
        {
            Writes++;
            Content = content;
            return Failure is null ? default : ValueTask.FromException(Failure);
        }

        public ValueTask DeleteAsync(CancellationToken cancellationToken = default) => default;

        public ValueTask DisposeAsync() => default;
    }
}
