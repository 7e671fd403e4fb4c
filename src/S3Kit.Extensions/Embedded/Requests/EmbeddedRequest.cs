namespace S3Kit.Embedded;

/// <summary>A request that has been read, routed and, once <see cref="Signature"/> is set, authenticated.</summary>
internal sealed class EmbeddedRequest(
    HttpRequestMessage message,
    EmbeddedTarget target,
    EmbeddedQuery query,
    EmbeddedOperation operation,
    FaultPlan faults,
    DateTimeOffset now,
    string requestId)
{
    private HashSet<string>? _ignored;

    public string Method { get; } = message.Method.Method;

    public EmbeddedTarget Target { get; } = target;

    public EmbeddedQuery Query { get; } = query;

    public EmbeddedOperation Operation { get; } = operation;

    /// <summary>What goes wrong with this request.</summary>
    public FaultPlan Faults { get; } = faults;

    /// <summary>The server's time when the request came. Its signature is held against this, however long its body takes.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>Now in whole seconds, as headers can say it: a HEAD and a listing then name the same time.</summary>
    public DateTimeOffset Timestamp { get; } = new(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    public string RequestId { get; } = requestId;

    public RequestBody Body { get; set; } = null!;

    /// <summary>The checksum its body was sent with; null when it was sent with none.</summary>
    public ObjectChecksum? Checksum { get; set; }

    /// <summary>Headers that came after the body; null when none could.</summary>
    public Dictionary<string, string>? Trailers { get; set; }

    /// <summary>Set once the request is authenticated.</summary>
    public RequestSignature Signature { get; set; } = null!;

    public string Account => Signature.Credential.Account;

    /// <summary>The region the request was signed for.</summary>
    public string Region => Signature.Scope.Region;

    public string BucketName => Target.Bucket ?? throw EmbeddedErrors.InvalidUri();

    public string Key => Target.Key ?? throw EmbeddedErrors.InvalidUri();

    /// <summary>The Content-Length as a connection would carry it: 0 when there is no content, null when its length is unknown.</summary>
    public long? ContentLength => message.Content is null ? 0 : message.Content.Headers.ContentLength;

    /// <summary>A header's value, several joined as on the wire; null when absent.</summary>
    public string? Header(string name) => _ignored?.Contains(name) == true ? null : HeaderOf(message, name);

    /// <summary>From here on the request is as if it had not this header.</summary>
    public void Ignore(string header) => (_ignored ??= new HashSet<string>(StringComparer.OrdinalIgnoreCase)).Add(header);

    /// <summary>What an authenticated request comes down to: another operation with other headers, by the same account at the same time.</summary>
    public EmbeddedRequest As(HttpRequestMessage other, in EmbeddedTarget otherTarget, EmbeddedOperation otherOperation) =>
        new(other, otherTarget, EmbeddedQuery.Parse([]), otherOperation, Faults, Now, RequestId) { Signature = Signature };

    /// <summary>Every header whose name begins with <paramref name="prefix"/>, names in lower case.</summary>
    public IEnumerable<KeyValuePair<string, string>> HeadersFrom(string prefix)
    {
        foreach (var header in message.Headers.NonValidated)
        {
            if (header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && _ignored?.Contains(header.Key) != true)
            {
                yield return new(header.Key.ToLowerInvariant(), header.Value.ToString());
            }
        }
    }

    public static string? HeaderOf(HttpRequestMessage message, string name)
    {
        if (message.Headers.NonValidated.TryGetValues(name, out var values))
        {
            return values.ToString();
        }

        if (message.Content is not { } content)
        {
            return null;
        }

        if (string.Equals(name, "content-length", StringComparison.OrdinalIgnoreCase))
        {
            return content.Headers.ContentLength?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return content.Headers.NonValidated.TryGetValues(name, out values) ? values.ToString() : null;
    }
}
