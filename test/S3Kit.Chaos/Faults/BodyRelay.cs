using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace S3Kit.Chaos.Faults;

/// <summary>Hands one body on: all of it, a piece of it, slowly, or with a byte changed.</summary>
internal sealed class BodyRelay(FaultProxy proxy, WireReader from, Socket to, Fault? fault)
{
    private const int Chunk = 8 * 1024;

    private long _moved;

    /// <summary>Where the body is cut off; <see langword="null"/> for nowhere.</summary>
    public long? CutAt { get; init; }

    /// <summary>Which byte is changed; <see langword="null"/> for none.</summary>
    public long? CorruptAt { get; init; }

    /// <summary>Hands on a body of known length.</summary>
    /// <returns>Whether it was handed on to its end: not cut off, and not broken off by its sender.</returns>
    public async Task<bool> MoveAsync(long length, CancellationToken cancellationToken)
    {
        for (var left = length; left > 0;)
        {
            var most = Math.Min(left, Chunk);
            if (CutAt - _moved is { } beforeCut and >= 0)
            {
                if (beforeCut == 0 && proxy.TryStrike(fault!))
                {
                    return false;
                }

                most = beforeCut == 0 ? most : Math.Min(most, beforeCut);
            }

            var bytes = await from.ReadAsync(most, cancellationToken);
            if (bytes.IsEmpty)
            {
                return false;
            }

            Change(bytes.Span);
            await SendAsync(to, bytes, cancellationToken);
            _moved += bytes.Length;
            left -= bytes.Length;
            await PaceAsync(bytes.Length, cancellationToken);
        }

        return true;
    }

    /// <summary>Hands on a body in chunks, with their sizes and what follows the last.</summary>
    public async Task<bool> MoveChunksAsync(CancellationToken cancellationToken)
    {
        while (await from.ReadLineAsync(cancellationToken) is { } line)
        {
            await SendAsync(to, line, cancellationToken);
            var size = long.Parse(Encoding.Latin1.GetString(line).Split(';')[0].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (!await MoveAsync(size, cancellationToken))
            {
                return false;
            }

            // What ends the chunk; after the last, trailers and an empty line.
            byte[]? end;
            do
            {
                end = await from.ReadLineAsync(cancellationToken);
                if (end is null)
                {
                    return false;
                }

                await SendAsync(to, end, cancellationToken);
            }
            while (size == 0 && end.Length > 2);

            if (size == 0)
            {
                return true;
            }
        }

        return false;
    }

    public static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await to.SendAsync(bytes, cancellationToken)..];
        }
    }

    private void Change(Span<byte> bytes)
    {
        if (CorruptAt is { } at && at >= _moved && at < _moved + bytes.Length && proxy.TryStrike(fault!))
        {
            bytes[(int)(at - _moved)] ^= proxy.Noise();
        }
    }

    private Task PaceAsync(int count, CancellationToken cancellationToken) => fault is { Kind: FaultKind.Bandwidth, BytesPerSecond: > 0 }
        ? Task.Delay(TimeSpan.FromSeconds((double)count / fault.BytesPerSecond), TimeProvider.System, cancellationToken)
        : Task.CompletedTask;
}
