using System.Globalization;
using S3Kit.Protocol;

namespace S3Kit.Embedded;

/// <summary>What all listings share: a prefix, a delimiter, a page size and the encoding of names.</summary>
internal sealed class ListQuery
{
    private const int LargestPage = 1000;

    private ListQuery(EmbeddedQuery query, string sizeParameter)
    {
        Prefix = query["prefix"] ?? string.Empty;
        Delimiter = query["delimiter"] is { Length: > 0 } delimiter ? delimiter : null;
        PageSize = ReadSize(query[sizeParameter], sizeParameter);
        EncodingType = query["encoding-type"];
        if (EncodingType is not (null or "url"))
        {
            throw EmbeddedErrors.InvalidArgument("encoding-type", EncodingType, "Invalid Encoding Method specified in Request");
        }
    }

    public string Prefix { get; }

    public string? Delimiter { get; }

    public int PageSize { get; }

    /// <summary>Null or <c>url</c>.</summary>
    public string? EncodingType { get; }

    public static ListQuery Read(EmbeddedRequest request, string sizeParameter = "max-keys") => new(request.Query, sizeParameter);

    /// <summary>A name as the answer writes it. S3's url encoding is that of forms: a space becomes <c>+</c>.</summary>
    public string? Encode(string? name) =>
        name is null || EncodingType is null ? name : S3Encoding.EncodePath(name).Replace("%20", "+", StringComparison.Ordinal);

    /// <summary>The common prefix a key is shown as, or null when it is shown itself.</summary>
    public string? GroupOf(string key)
    {
        if (Delimiter is null)
        {
            return null;
        }

        var end = key.IndexOf(Delimiter, Prefix.Length, StringComparison.Ordinal);
        return end < 0 ? null : key[..(end + Delimiter.Length)];
    }

    private static int ReadSize(string? text, string parameter)
    {
        if (string.IsNullOrEmpty(text))
        {
            return LargestPage;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var size))
        {
            throw EmbeddedErrors.InvalidArgument(parameter, text, $"Provided {parameter} not an integer or within integer range");
        }

        return size >= 0
            ? Math.Min(size, LargestPage)
            : throw EmbeddedErrors.InvalidArgument(parameter, text, $"Argument {parameter} must be an integer between 0 and 2147483647");
    }
}
