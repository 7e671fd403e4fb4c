using System.Net;

namespace S3Kit.Embedded;

/// <summary>PostObject: a put whose headers came as the fields of a form.</summary>
internal static class PostUploads
{
    /// <summary>Fields that mean what the headers of the same name mean to a put.</summary>
    private static readonly string[] Headers =
    [
        "content-type", "content-disposition", "content-encoding", "content-language", "cache-control", "expires", "content-md5",
        "x-amz-storage-class", "x-amz-website-redirect-location",
    ];

    /// <summary>Names of headers that begin so.</summary>
    private static readonly string[] HeaderPrefixes = ["x-amz-meta-", "x-amz-checksum-"];

    public static HttpResponseMessage Execute(EmbeddedStore store, EmbeddedRequest request, PostAuthenticator authenticator)
    {
        BodyChecks.CheckLength(request);
        var form = PostForm.Read(request);
        var key = form.Require("key");
        authenticator.Authenticate(request, form);
        PostPolicy.Parse(form["policy"]!).Check(request, form);
        if (form["tagging"] is not null)
        {
            throw EmbeddedErrors.NotImplemented();
        }

        var put = request.As(Message(form), request.Target with { Key = key }, EmbeddedOperation.PutObject);
        put.Body = RequestBody.Of(form.File);
        QuirkChecks.Apply(store.Options.Quirks, put);
        BodyChecks.Check(put);
        using var stored = OperationDispatcher.Execute(store, put);
        return Answer(request, form, key, stored);
    }

    private static HttpRequestMessage Message(PostForm form)
    {
        var message = new HttpRequestMessage { Method = HttpMethod.Put, Content = new ByteArrayContent([]) };
        message.Content.Headers.ContentLength = form.File.Length;
        foreach (var (name, value) in form.Fields)
        {
            if (!Headers.Contains(name, StringComparer.OrdinalIgnoreCase) && !Array.Exists(HeaderPrefixes, p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            // Kept as a header and sent as one: a line of its own would become another header.
            if (value.AsSpan().ContainsAny('\r', '\n', '\0')
                || (!message.Headers.TryAddWithoutValidation(name, value) && !message.Content.Headers.TryAddWithoutValidation(name, value)))
            {
                throw EmbeddedErrors.InvalidArgument(name, value, "The field cannot be a header.");
            }
        }

        return message;
    }

    private static HttpResponseMessage Answer(EmbeddedRequest request, PostForm form, string key, HttpResponseMessage stored)
    {
        var etag = stored.Headers.NonValidated["ETag"].ToString();
        var location = $"http://{request.Target.Host}{Protocol.S3Encoding.EncodePath($"{request.Target.Path.TrimEnd('/')}/{key}")}";
        var redirect = form["success_action_redirect"] ?? form["redirect"];
        var response = Uri.TryCreate(redirect, UriKind.Absolute, out var to) && to.Scheme is "http" or "https"
            ? EmbeddedResponse.Empty(HttpStatusCode.SeeOther).With("Location", Redirection(to, request.BucketName, key, etag))
            : Plain(form["success_action_status"], (location, request.BucketName, key, etag)).With("Location", location);
        return response.With("ETag", etag)
            .With("x-amz-version-id", stored.Headers.NonValidated.TryGetValues("x-amz-version-id", out var version) ? version.ToString() : null);
    }

    private static string Redirection(Uri to, string bucket, string key, string etag)
    {
        var facts = Protocol.S3Encoding.BuildQuery([new("bucket", bucket), new("key", key), new("etag", etag)]);
        return to.AbsoluteUri + (to.Query.Length > 0 ? '&' : '?') + facts;
    }

    /// <summary>A status that is none of the three counts as not given.</summary>
    private static HttpResponseMessage Plain(string? status, (string Location, string Bucket, string Key, string ETag) stored) => status switch
    {
        "200" => EmbeddedResponse.Empty(),
        "201" => EmbeddedResponse.Xml(
            S3Xml.Document("PostResponse", stored, static (xml, s) =>
            {
                xml.Element("Location", s.Location);
                xml.Element("Bucket", s.Bucket);
                xml.Element("Key", s.Key);
                xml.Element("ETag", s.ETag);
            }),
            HttpStatusCode.Created),
        _ => EmbeddedResponse.Empty(HttpStatusCode.NoContent),
    };
}
