using System.Globalization;
using System.Net;
using System.Text.Json;

namespace S3Kit.Embedded;

/// <summary>The policy a form was signed with: until when and under which conditions it is taken.</summary>
internal sealed class PostPolicy
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, MaxDepth = 8 };

    private readonly DateTimeOffset _expiration;
    private readonly List<PostCondition> _conditions = [];

    private PostPolicy(JsonElement document)
    {
        if (!document.TryGetProperty("expiration", out var expiration)
            || expiration.ValueKind != JsonValueKind.String
            || !DateTimeOffset.TryParse(expiration.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _expiration))
        {
            throw Invalid("Policy missing expiration.");
        }

        if (!document.TryGetProperty("conditions", out var conditions) || conditions.ValueKind != JsonValueKind.Array)
        {
            throw Invalid("Policy missing conditions.");
        }

        foreach (var condition in conditions.EnumerateArray())
        {
            _conditions.AddRange(PostCondition.Read(condition));
        }
    }

    /// <param name="text">The field <c>policy</c>: a JSON document in base64.</param>
    public static PostPolicy Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Convert.FromBase64String(text), Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new PostPolicy(document.RootElement) : throw Invalid("Invalid JSON.");
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw Invalid("Invalid JSON.");
        }
    }

    /// <summary>Refuses a form that is late, does not meet a condition, or has a field that no condition is about.</summary>
    public void Check(EmbeddedRequest request, PostForm form)
    {
        if (_expiration <= request.Now)
        {
            throw PostCondition.Denied("Policy expired.");
        }

        foreach (var condition in _conditions)
        {
            condition.Check(request, form);
        }

        foreach (var field in form.Fields.Keys)
        {
            if (!IsExempt(field) && !_conditions.Exists(c => string.Equals(c.Field, field, StringComparison.OrdinalIgnoreCase)))
            {
                throw PostCondition.Denied($"Extra input fields: {field}");
            }
        }
    }

    private static bool IsExempt(string field) =>
        field.StartsWith("x-ignore-", StringComparison.OrdinalIgnoreCase)
        || string.Equals(field, "policy", StringComparison.OrdinalIgnoreCase)
        || string.Equals(field, "x-amz-signature", StringComparison.OrdinalIgnoreCase);

    private static EmbeddedS3Exception Invalid(string why) => new(HttpStatusCode.BadRequest, "InvalidPolicyDocument", $"Invalid Policy: {why}");
}
