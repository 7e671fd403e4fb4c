using System.Security.Cryptography;

namespace S3Kit.Embedded;

/// <summary>Collects a body in pieces that become the object's, hashing as it goes.</summary>
/// <param name="expectedLength">The declared length, so that a small body takes exactly one piece.</param>
/// <param name="stop">Where to stop taking bytes, if anywhere.</param>
/// <param name="time">What a stop waits by.</param>
internal sealed class RequestBodySink(long? expectedLength, ReceivingStop? stop, TimeProvider time) : Stream
{
    private const int SmallestPiece = 4 * 1024;
    private const int LargestPiece = 4 * 1024 * 1024;

    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<ReadOnlyMemory<byte>> _full = [];
    private byte[] _piece = [];
    private int _used;
    private long _received;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _received;

    public override long Position { get => _received; set => throw new NotSupportedException(); }

    public RequestBody Complete()
    {
        _full.Add(_piece.AsMemory(0, _used));
        return new RequestBody(new ObjectData(_full), _md5.GetHashAndReset(), Convert.ToHexStringLower(_sha256.GetHashAndReset()));
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _md5.AppendData(buffer);
        _sha256.AppendData(buffer);
        while (!buffer.IsEmpty)
        {
            if (_used == _piece.Length)
            {
                NextPiece();
            }

            var count = Math.Min(buffer.Length, _piece.Length - _used);
            buffer[..count].CopyTo(_piece.AsSpan(_used));
            buffer = buffer[count..];
            _used += count;
            _received += count;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (stop is not null && _received + buffer.Length > stop.AfterBytes)
        {
            var taken = (int)Math.Max(0, stop.AfterBytes - _received);
            Write(buffer.Span[..taken]);
            buffer = buffer[taken..];
            await stop.Act(time, cancellationToken).ConfigureAwait(false);
        }

        Write(buffer.Span);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _md5.Dispose();
            _sha256.Dispose();
        }

        base.Dispose(disposing);
    }

    private void NextPiece()
    {
        if (_used > 0)
        {
            _full.Add(_piece.AsMemory(0, _used));
        }

        // The declared length is a hint, not a promise: a wrong one costs another piece, not a huge array.
        var left = expectedLength - _received ?? 0;
        var size = left > 0 ? Math.Min(left, LargestPiece) : Math.Clamp(_piece.Length * 2L, SmallestPiece, LargestPiece);
        _piece = new byte[size];
        _used = 0;
    }
}
