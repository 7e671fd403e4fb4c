using System.Buffers;
using System.Text;

namespace S3Kit.Protocol;

/// <summary>
/// The one percent-encoding S3 signs. It is stricter than what <see cref="Uri"/> applies, so both the path that is sent
/// and the path that is signed come from here: a key can then never arrive as another key.
/// </summary>
internal static class S3Encoding
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private const string HexDigits = "0123456789ABCDEF";
    private const int StackLimit = 512;

    private static readonly SearchValues<char> QuerySafe = SearchValues.Create(Unreserved);
    private static readonly SearchValues<char> PathSafe = SearchValues.Create(Unreserved + "/");

    /// <summary>A lone surrogate has no UTF-8 form: replacing it would send another key, so it throws.</summary>
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Encodes a key or path; <c>/</c> stays.</summary>
    /// <param name="key">The text to encode.</param>
    /// <returns>The encoded text, or the same instance when there is nothing to encode.</returns>
    /// <exception cref="EncoderFallbackException">The key holds half of a surrogate pair.</exception>
    public static string EncodePath(string key) => Encode(key, PathSafe);

    /// <summary>Encodes a query name or value; <c>/</c> is encoded too.</summary>
    /// <param name="value">The text to encode.</param>
    /// <returns>The encoded text, or the same instance when there is nothing to encode.</returns>
    /// <exception cref="EncoderFallbackException">The value holds half of a surrogate pair.</exception>
    public static string EncodeQuery(string value) => Encode(value, QuerySafe);

    /// <summary>The query in canonical order. The same text is sent and signed, so the two cannot differ.</summary>
    /// <param name="parameters">Names and values, not encoded, in any order.</param>
    /// <returns><c>name=value</c> pairs joined with <c>&amp;</c>; empty without parameters.</returns>
    public static string BuildQuery(ReadOnlySpan<KeyValuePair<string, string>> parameters)
    {
        switch (parameters.Length)
        {
            case 0:
                return string.Empty;
            case 1:
                return string.Concat(EncodeQuery(parameters[0].Key), "=", EncodeQuery(parameters[0].Value));
        }

        var pairs = new (string Name, string Value)[parameters.Length];
        var length = 0;
        for (var i = 0; i < pairs.Length; i++)
        {
            pairs[i] = (EncodeQuery(parameters[i].Key), EncodeQuery(parameters[i].Value));
            length += pairs[i].Name.Length + pairs[i].Value.Length + 2;
        }

        Array.Sort(pairs, static (x, y) =>
        {
            var byName = string.CompareOrdinal(x.Name, y.Name);
            return byName != 0 ? byName : string.CompareOrdinal(x.Value, y.Value);
        });
        return string.Create(length - 1, pairs, static (target, sorted) =>
        {
            for (var i = 0; i < sorted.Length; i++)
            {
                if (i > 0)
                {
                    target[0] = '&';
                    target = target[1..];
                }

                sorted[i].Name.CopyTo(target);
                target[sorted[i].Name.Length] = '=';
                target = target[(sorted[i].Name.Length + 1)..];
                sorted[i].Value.CopyTo(target);
                target = target[sorted[i].Value.Length..];
            }
        });
    }

    private static string Encode(string text, SearchValues<char> safe)
    {
        var first = text.AsSpan().IndexOfAnyExcept(safe);
        return first < 0 ? text : EncodeFrom(text, first, safe);
    }

    private static string EncodeFrom(string text, int first, SearchValues<char> safe)
    {
        var byteCount = StrictUtf8.GetByteCount(text.AsSpan(first));
        byte[]? rentedBytes = null;
        char[]? rentedChars = null;
        try
        {
            var bytes = byteCount <= StackLimit ? stackalloc byte[StackLimit] : (rentedBytes = ArrayPool<byte>.Shared.Rent(byteCount));
            var longest = first + (3 * byteCount);
            var chars = longest <= StackLimit ? stackalloc char[StackLimit] : (rentedChars = ArrayPool<char>.Shared.Rent(longest));
            bytes = bytes[..StrictUtf8.GetBytes(text.AsSpan(first), bytes)];
            text.AsSpan(0, first).CopyTo(chars);
            var written = first;
            foreach (var b in bytes)
            {
                if (b < 0x80 && safe.Contains((char)b))
                {
                    chars[written++] = (char)b;
                }
                else
                {
                    chars[written++] = '%';
                    chars[written++] = HexDigits[b >> 4];
                    chars[written++] = HexDigits[b & 0xF];
                }
            }

            return new string(chars[..written]);
        }
        finally
        {
            if (rentedBytes is not null)
            {
                ArrayPool<byte>.Shared.Return(rentedBytes);
            }

            if (rentedChars is not null)
            {
                ArrayPool<char>.Shared.Return(rentedChars);
            }
        }
    }
}
