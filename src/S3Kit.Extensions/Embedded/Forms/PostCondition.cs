using System.Globalization;
using System.Net;
using System.Text.Json;

namespace S3Kit.Embedded;

/// <summary>One condition of a form's policy.</summary>
/// <param name="Operator"><c>eq</c>, <c>starts-with</c> or <c>content-length-range</c>; any other never holds.</param>
/// <param name="Field">The field without its dollar sign; null for a condition on the file.</param>
/// <param name="Value">What the field must be or begin with.</param>
/// <param name="Least">The least length of the file.</param>
/// <param name="Greatest">The greatest length of the file.</param>
/// <param name="Text">The condition as S3 repeats it in its refusal.</param>
internal sealed record PostCondition(string Operator, string? Field, string Value, long Least, long Greatest, string Text)
{
    private const string Exact = "eq";
    private const string Prefix = "starts-with";
    private const string LengthRange = "content-length-range";

    /// <summary>Reads one element of the list: an object of exact values, or an array of operator, field and value.</summary>
    public static IEnumerable<PostCondition> Read(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            return element.EnumerateObject().Select(static p => OfField(Exact, "$" + p.Name, p.Value.ToString()));
        }

        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() != 3)
        {
            return [new PostCondition("", null, "", 0, 0, element.GetRawText())];
        }

        var (first, second, third) = (element[0].ToString(), element[1].ToString(), element[2].ToString());
        if (!string.Equals(first, LengthRange, StringComparison.OrdinalIgnoreCase))
        {
            return [OfField(first, second, third)];
        }

        return long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var least)
            && long.TryParse(third, NumberStyles.None, CultureInfo.InvariantCulture, out var greatest)
                ? [new PostCondition(LengthRange, null, "", least, greatest, element.GetRawText())]
                : [new PostCondition("", null, "", 0, 0, element.GetRawText())];
    }

    public static EmbeddedS3Exception Denied(string why) => EmbeddedErrors.AccessDenied($"Invalid according to Policy: {why}");

    public void Check(EmbeddedRequest request, PostForm form)
    {
        if (Operator is LengthRange)
        {
            CheckLength(form.File.Length);
            return;
        }

        var value = string.Equals(Field, "bucket", StringComparison.OrdinalIgnoreCase) ? form["bucket"] ?? request.BucketName : Field is null ? null : form[Field];
        if (value is null || !Holds(value))
        {
            throw Denied($"Policy Condition failed: {Text}");
        }
    }

    private static PostCondition OfField(string @operator, string field, string value)
    {
        var text = $"[\"{@operator}\", \"{field}\", \"{value}\"]";
        return field.StartsWith('$')
            ? new PostCondition(@operator.ToLowerInvariant(), field[1..], value, 0, 0, text)
            : new PostCondition("", null, value, 0, 0, text);
    }

    private bool Holds(string value) => Operator switch
    {
        Exact => string.Equals(value, Value, StringComparison.Ordinal),

        // A list of types is one of which each must fit.
        Prefix when string.Equals(Field, "content-type", StringComparison.OrdinalIgnoreCase) =>
            value.Split(',', StringSplitOptions.TrimEntries).All(each => each.StartsWith(Value, StringComparison.Ordinal)),
        Prefix => value.StartsWith(Value, StringComparison.Ordinal),
        _ => false,
    };

    private void CheckLength(long length)
    {
        if (length > Greatest)
        {
            throw Size("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", length).With("MaxSizeAllowed", Number(Greatest));
        }

        if (length < Least)
        {
            throw Size("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", length).With("MinSizeAllowed", Number(Least));
        }
    }

    private static EmbeddedS3Exception Size(string code, string message, long length) =>
        new EmbeddedS3Exception(HttpStatusCode.BadRequest, code, message).With("ProposedSize", Number(length));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
