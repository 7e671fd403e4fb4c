namespace S3Kit.Protocol.Operations;

/// <summary>
/// Where a listing stands after a page: the endpoint and its own token, and the last key or common prefix, from which any other endpoint can go on.
/// </summary>
/// <param name="Endpoint">The endpoint that served the page.</param>
/// <param name="Token">That endpoint's token.</param>
/// <param name="StartAfter">Behind which key the next page begins.</param>
/// <param name="LastPrefix">The common prefix that the page ended with; <see langword="null"/> when it ended with an object.</param>
internal sealed record ListPosition(string Endpoint, string Token, string StartAfter, string? LastPrefix)
{
    private const string Version = "1";

    // Behind every key that begins with a prefix: no key continues with the last code point there is.
    public const string AfterAll = "\U0010FFFF";

    public static ListPosition After(ListObjectsDocument document, S3Response response)
    {
        string lastKey = document.Objects.Count > 0 ? document.Objects[^1].Key : "";
        string lastPrefix = document.CommonPrefixes.Count > 0 ? document.CommonPrefixes[^1] : "";
        if (lastKey.Length == 0 && lastPrefix.Length == 0)
        {
            throw S3Errors.NotS3(response.Context, response.Status, "the answer promises more pages but holds nothing.", response.Header(S3Headers.RequestId));
        }

        bool endsWithPrefix = Utf8Order.Compare(lastPrefix, lastKey) > 0;
        return new ListPosition(
            response.Endpoint.Name, document.NextToken ?? "", endsWithPrefix ? lastPrefix + AfterAll : lastKey, endsWithPrefix ? lastPrefix : null);
    }

    public static ListPosition Parse(string token, string parameter)
    {
        if (PositionToken.Read(token, Version, parts: 4) is [var endpoint, var own, var startAfter, var prefix])
        {
            var position = new ListPosition(endpoint, own, startAfter, prefix.Length == 0 ? null : prefix);
            if (position is { Endpoint.Length: > 0, StartAfter.Length: > 0 })
            {
                return position;
            }
        }

        throw new ArgumentException($"The continuation token is none that {nameof(ListObjectsPage)}.{nameof(ListObjectsPage.NextContinuationToken)} has given.", parameter);
    }

    public string ToToken() => PositionToken.Write(Version, Endpoint, Token, StartAfter, LastPrefix ?? "");
}
