using System.Security.Cryptography;

namespace S3Kit.Embedded;

/// <summary>The bytes of an object. Immutable and in pieces, so copies and completed uploads share what is stored already.</summary>
internal sealed class ObjectData
{
    private readonly ReadOnlyMemory<byte>[] _segments;

    public ObjectData(IEnumerable<ReadOnlyMemory<byte>> segments)
    {
        _segments = [.. segments.Where(static s => !s.IsEmpty)];
        Length = _segments.Sum(static s => (long)s.Length);
    }

    public static ObjectData Empty { get; } = new([]);

    public long Length { get; }

    public ReadOnlySpan<ReadOnlyMemory<byte>> Segments => _segments;

    public static ObjectData Join(IEnumerable<ObjectData> parts) => new(parts.SelectMany(static p => p._segments));

    public ObjectData Slice(long offset, long length)
    {
        var picked = new List<ReadOnlyMemory<byte>>();
        foreach (var segment in _segments)
        {
            if (length <= 0)
            {
                break;
            }

            if (offset >= segment.Length)
            {
                offset -= segment.Length;
                continue;
            }

            var piece = segment[(int)offset..];
            piece = piece[..(int)Math.Min(piece.Length, length)];
            picked.Add(piece);
            offset = 0;
            length -= piece.Length;
        }

        return new ObjectData(picked);
    }

    public Stream OpenRead() => _segments.Length switch
    {
        0 => new MemoryStream([], writable: false),
        1 when System.Runtime.InteropServices.MemoryMarshal.TryGetArray(_segments[0], out var array) =>
            new MemoryStream(array.Array!, array.Offset, array.Count, writable: false),
        _ => new SegmentStream(_segments),
    };

    public byte[] ToArray()
    {
        var all = new byte[Length];
        var position = 0;
        foreach (var segment in _segments)
        {
            segment.CopyTo(all.AsMemory(position));
            position += segment.Length;
        }

        return all;
    }

    public byte[] Md5()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (var segment in _segments)
        {
            hash.AppendData(segment.Span);
        }

        return hash.GetHashAndReset();
    }
}
