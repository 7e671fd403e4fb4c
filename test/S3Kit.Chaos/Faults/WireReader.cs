using System.Net.Sockets;

namespace S3Kit.Chaos.Faults;

/// <summary>Reads heads, lines and bodies from a connection.</summary>
internal sealed class WireReader(Socket socket)
{
    private static readonly byte[] HeadEnd = [.. "\r\n\r\n"u8];
    private static readonly byte[] LineEnd = [.. "\r\n"u8];

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly byte[] _peeked = new byte[1];
    private int _start;
    private int _end;

    /// <summary>The head with its empty line; <see langword="null"/> when the connection has ended.</summary>
    public Task<byte[]?> ReadHeadAsync(CancellationToken cancellationToken) => ReadToAsync(HeadEnd, cancellationToken);

    /// <summary>A line with its end; <see langword="null"/> when the connection has ended.</summary>
    public Task<byte[]?> ReadLineAsync(CancellationToken cancellationToken) => ReadToAsync(LineEnd, cancellationToken);

    /// <summary>Some bytes, valid until the next call; none when the connection has ended.</summary>
    public async ValueTask<Memory<byte>> ReadAsync(long most, CancellationToken cancellationToken)
    {
        if (_start == _end && !await FillAsync(cancellationToken))
        {
            return default;
        }

        var count = (int)Math.Min(most, _end - _start);
        var bytes = _buffer.AsMemory(_start, count);
        _start += count;
        return bytes;
    }

    /// <summary>Waits for bytes without taking any.</summary>
    /// <returns>Whether there are some; otherwise the connection has ended.</returns>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken) =>
        _start < _end || await socket.ReceiveAsync(_peeked, SocketFlags.Peek, cancellationToken) > 0;

    private async Task<byte[]?> ReadToAsync(byte[] end, CancellationToken cancellationToken)
    {
        while (true)
        {
            var at = _buffer.AsSpan(_start, _end - _start).IndexOf(end);
            if (at >= 0)
            {
                var bytes = _buffer.AsSpan(_start, at + end.Length).ToArray();
                _start += bytes.Length;
                return bytes;
            }

            if (!await FillAsync(cancellationToken))
            {
                return null;
            }
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            throw new IOException("A head is larger than 64 KiB.");
        }

        var count = await socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += count;
        return count > 0;
    }
}
