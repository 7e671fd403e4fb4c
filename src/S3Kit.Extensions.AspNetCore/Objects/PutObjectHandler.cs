using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace S3Kit.AspNetCore;

/// <summary><c>PUT /objects/{bucket}/{key}</c>: streams the body into the store.</summary>
internal static class PutObjectHandler
{
    public static async Task HandleAsync(HttpContext context, IObjectStore store, ObjectStoreEndpointOptions options)
    {
        var address = RequestTarget.Read(context).WithKey();
        var put = ReadOptions(context);
        if (options.MaxUploadBytes is { } limit && put.ContentLength > limit)
        {
            throw UploadBody.TooLarge(limit);
        }

        using var body = new UploadBody(context.Request.Body, options.MaxUploadBytes);
        PutObjectResult result;
        try
        {
            result = await store.PutObjectAsync(address.Bucket, address.Key, body, put, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception error) when (body.Fault is RefusedRequestException or BadHttpRequestException && !ReferenceEquals(error, body.Fault))
        {
            // The store saw its source fail; the client should read why the source did.
            throw new RefusedRequestException(
                (body.Fault as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status413PayloadTooLarge,
                body.Fault.Message);
        }

        var response = context.Response;
        response.StatusCode = StatusCodes.Status201Created;
        response.Headers.Location = address.Path;
        ObjectHeaders.WriteETag(response, result.ETag);
        ObjectHeaders.WriteVersion(response, result.VersionId);
        await response
            .WriteAsJsonAsync(StoredObject.From(result), ApiJson.Default.StoredObject, contentType: null, context.RequestAborted)
            .ConfigureAwait(false);
    }

    private static PutObjectOptions ReadOptions(HttpContext context)
    {
        var headers = context.Request.Headers;
        RefuseWhatCannotBeHonoured(headers);
        var ifMatch = EntityTagList.Parse(headers.IfMatch);
        var ifNoneMatch = EntityTagList.Parse(headers.IfNoneMatch);
        return new PutObjectOptions
        {
            ContentType = Text(headers.ContentType),
            ContentDisposition = Text(headers.ContentDisposition),
            ContentEncoding = Text(headers.ContentEncoding),
            ContentLanguage = Text(headers.ContentLanguage),
            CacheControl = Text(headers.CacheControl),
            StorageClass = Text(headers["x-amz-storage-class"]),
            Metadata = ObjectHeaders.ReadMetadata(headers),
            ContentLength = context.Request.ContentLength ?? (HasBody(context) ? null : 0),
            IfMatch = ifMatch is null ? null : ifMatch.Single ?? Refuse<string>("If-Match takes one strong entity tag here."),
            IfNoneMatch = ifNoneMatch is null ? null : ifNoneMatch.IsAny ? "*" : Refuse<string>("If-None-Match takes only * here."),
        };
    }

    // Ignoring one of these would overwrite an object that the client meant to protect, or store a part as the whole.
    private static void RefuseWhatCannotBeHonoured(IHeaderDictionary headers)
    {
        if (headers.IfUnmodifiedSince.Count > 0)
        {
            Refuse<string>("If-Unmodified-Since cannot be honoured when writing; use If-Match.");
        }

        if (headers.ContentRange.Count > 0)
        {
            Refuse<string>("An object cannot be written in part: Content-Range is not accepted.");
        }
    }

    private static bool HasBody(HttpContext context) => context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;

    private static string? Text(Microsoft.Extensions.Primitives.StringValues header) => header.Count == 0 ? null : header.ToString();

    private static T Refuse<T>(string detail) => throw new RefusedRequestException(StatusCodes.Status400BadRequest, detail);
}
