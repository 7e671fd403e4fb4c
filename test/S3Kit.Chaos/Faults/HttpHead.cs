using System.Globalization;
using System.Text;

namespace S3Kit.Chaos.Faults;

/// <summary>What has to be known of a message's head to find its end.</summary>
internal sealed class HttpHead
{
    private readonly string[] _lines;

    public HttpHead(byte[] bytes)
    {
        Bytes = bytes;
        _lines = Encoding.Latin1.GetString(bytes).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    public byte[] Bytes { get; }

    public string Method => _lines[0].Split(' ')[0];

    public int Status => int.Parse(_lines[0].Split(' ')[1], CultureInfo.InvariantCulture);

    public bool IsChunked => Find("Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true;

    public long? ContentLength => Find("Content-Length") is { } value ? long.Parse(value, CultureInfo.InvariantCulture) : null;

    public bool IsXml => Find("Content-Type")?.Contains("xml", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>How long the body of an answer is; <see langword="null"/> when it ends with its last chunk or the connection.</summary>
    public long? AnswerLength(string method) =>
        method == "HEAD" || Status is < 200 or 204 or 304 ? 0 : IsChunked ? null : ContentLength;

    private string? Find(string name)
    {
        foreach (var line in _lines.AsSpan(1))
        {
            if (line.StartsWith(name, StringComparison.OrdinalIgnoreCase) && line.Length > name.Length && line[name.Length] == ':')
            {
                return line[(name.Length + 1)..].Trim();
            }
        }

        return null;
    }
}
