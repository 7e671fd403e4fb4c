using System.Buffers;
using System.Globalization;
using System.Text;

namespace S3Kit.Embedded;

/// <summary>Decodes what came over the wire exactly once. What is not valid is refused, not guessed at.</summary>
internal static class PercentDecoding
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Decode(ReadOnlySpan<char> text, bool plusIsSpace = false)
    {
        if (!text.Contains('%') && !(plusIsSpace && text.Contains('+')))
        {
            return text.ToString();
        }

        var bytes = ArrayPool<byte>.Shared.Rent(text.Length * 3);
        try
        {
            var count = 0;
            while (!text.IsEmpty)
            {
                if (text[0] == '%')
                {
                    if (text.Length < 3 || !byte.TryParse(text.Slice(1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[count]))
                    {
                        throw EmbeddedErrors.InvalidUri();
                    }

                    count++;
                    text = text[3..];
                    continue;
                }

                var run = text.IndexOfAny('%', '+');
                if (run == 0)
                {
                    bytes[count++] = plusIsSpace ? (byte)' ' : (byte)'+';
                    text = text[1..];
                    continue;
                }

                run = run < 0 ? text.Length : run;
                count += StrictUtf8.GetBytes(text[..run], bytes.AsSpan(count));
                text = text[run..];
            }

            return StrictUtf8.GetString(bytes, 0, count);
        }
        catch (ArgumentException)
        {
            // Not UTF-8 once decoded.
            throw EmbeddedErrors.InvalidUri();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
