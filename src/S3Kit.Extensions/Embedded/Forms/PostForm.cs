using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace S3Kit.Embedded;

/// <summary>
/// A browser's upload form (multipart/form-data, RFC 7578): the fields before the file, and the file. What follows the file is not looked at,
/// as S3 does not.
/// </summary>
internal sealed class PostForm
{
    private const string FileField = "file";
    private const string FileVariable = "${filename}";

    // S3's limit for all that is not the file.
    private const int LargestBeforeFile = 20 * 1024;
    private const int LongestBoundary = 70;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);
    private readonly byte[] _body;
    private int _position;

    private PostForm(byte[] body) => _body = body;

    /// <summary>The fields by their names, regardless of case; variables have been replaced.</summary>
    public IReadOnlyDictionary<string, string> Fields => _fields;

    /// <summary>The bytes of the file.</summary>
    public ReadOnlyMemory<byte> File { get; private set; }

    public string? this[string field] => _fields.GetValueOrDefault(field);

    public static PostForm Read(EmbeddedRequest request)
    {
        var form = new PostForm(request.Body.Data.ToArray());
        form.ReadParts(Delimiter(request));
        return form;
    }

    /// <summary>The value of a field that no form does without.</summary>
    public string Require(string field) => this[field] is { Length: > 0 } value
        ? value
        : throw EmbeddedErrors.InvalidArgument(field, "", $"Bucket POST must contain a field named '{field}'.  If it is specified, please check the order of the fields.");

    private static byte[] Delimiter(EmbeddedRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.Header("content-type"), out var type)
            || type.Parameters.FirstOrDefault(static p => string.Equals(p.Name, "boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"') is not { } boundary
            || boundary.Length is 0 or > LongestBoundary)
        {
            throw Malformed();
        }

        return Encoding.UTF8.GetBytes("\r\n--" + boundary);
    }

    private void ReadParts(ReadOnlySpan<byte> delimiter)
    {
        // The first delimiter may begin the body, where no line end precedes it.
        if (_body.AsSpan().StartsWith(delimiter[2..]))
        {
            _position = delimiter.Length - 2;
        }
        else
        {
            Take(delimiter, _body.Length);
        }

        while (true)
        {
            if (_body.AsSpan(_position).StartsWith("--"u8))
            {
                throw new EmbeddedS3Exception(HttpStatusCode.BadRequest, "IncorrectNumberOfFilesInPostRequest", "POST requires exactly one file upload per request.");
            }

            var (name, fileName) = ReadHeader();
            if (string.Equals(name, FileField, StringComparison.OrdinalIgnoreCase))
            {
                File = Take(delimiter, _body.Length);
                ReplaceVariables(fileName ?? "");
                return;
            }

            var value = Take(delimiter, LargestBeforeFile);
            if (!_fields.TryAdd(name, Text(value.Span)))
            {
                // Which of the two the policy was about, nobody could say.
                throw EmbeddedErrors.InvalidArgument(name, "", "The form has this field more than once.");
            }
        }
    }

    /// <summary>Reads what describes a part: only its names matter, the type of a field or file is a field of its own.</summary>
    private (string Name, string? FileName) ReadHeader()
    {
        var lines = Text(Take("\r\n\r\n"u8, LargestBeforeFile).Span).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0
                && line.AsSpan(0, colon).Equals("content-disposition", StringComparison.OrdinalIgnoreCase)
                && ContentDispositionHeaderValue.TryParse(line[(colon + 1)..].Trim(), out var disposition)
                && disposition is { DispositionType: "form-data", Name: { } name })
            {
                return (Unquote(name), disposition.FileName is { } fileName ? Unquote(fileName) : null);
            }
        }

        throw Malformed();
    }

    /// <summary>Takes what stands before an end, and moves behind it.</summary>
    private ReadOnlyMemory<byte> Take(ReadOnlySpan<byte> end, int limit)
    {
        var found = _body.AsSpan(_position).IndexOf(end);
        if (found < 0)
        {
            throw Malformed();
        }

        if (_position + found > limit)
        {
            throw new EmbeddedS3Exception(
                HttpStatusCode.BadRequest, "MaxPostPreDataLengthExceeded", "Your POST request fields preceding the upload file were too large.");
        }

        var taken = _body.AsMemory(_position, found);
        _position += found + end.Length;
        return taken;
    }

    // Some send the whole path of the file; its name is what follows the last separator.
    private void ReplaceVariables(string fileName)
    {
        fileName = fileName[(fileName.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        foreach (var (name, value) in _fields)
        {
            _fields[name] = value.Replace(FileVariable, fileName, StringComparison.Ordinal);
        }
    }

    // Clients escape the quotation mark alone, as %22 or with a backslash; other backslashes are those of a path.
    private static string Unquote(string text) =>
        (text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text)
            .Replace("\\\"", "\"", StringComparison.Ordinal)
            .Replace("%22", "\"", StringComparison.Ordinal);

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Malformed();
        }
    }

    private static EmbeddedS3Exception Malformed() =>
        new(HttpStatusCode.BadRequest, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");
}
