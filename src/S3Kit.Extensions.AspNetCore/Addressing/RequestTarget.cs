using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace S3Kit.AspNetCore;

/// <summary>
/// Reads bucket and key from the request target as the client sent it. <see cref="HttpRequest.Path"/> cannot tell them exactly: servers decode all of it
/// but <c>%2F</c>, so <c>%2F</c> and <c>%252F</c> look alike there, and they resolve <c>..</c> segments, which could turn one bucket into another.
/// </summary>
internal static class RequestTarget
{
    private const string BucketParameter = "bucket";

    /// <summary>Reads the address, or throws <see cref="RefusedRequestException"/> (400) when it cannot be told exactly.</summary>
    public static ObjectAddress Read(HttpContext context)
    {
        var request = context.Request;
        var depth = BucketDepth(context);
        var routedBucket = (string)request.RouteValues[BucketParameter]!;
        var raw = RawPath(context.Features.Get<IHttpRequestFeature>()?.RawTarget);
        if (raw is null)
        {
            return FromRoutedPath(request, depth, routedBucket);
        }

        var segments = Decode(raw);
        var decoded = Loosen("/" + string.Join('/', segments));
        var prefix = request.PathBase.Value ?? "";
        if (string.Equals(decoded, Loosen(prefix + request.Path.Value), StringComparison.Ordinal))
        {
            return Pick(segments, depth + prefix.Count('/'), routedBucket, raw);
        }

        // A proxy's prefix (X-Forwarded-Prefix) is part of the path base without having been part of the target.
        return string.Equals(decoded, Loosen(request.Path.Value!), StringComparison.Ordinal)
            ? Pick(segments, depth, routedBucket, request.PathBase.ToUriComponent() + raw)
            : FromRoutedPath(request, depth, routedBucket);
    }

    /// <summary>The path of a target in origin form or absolute form; null when there is none.</summary>
    private static string? RawPath(string? target)
    {
        if (string.IsNullOrEmpty(target))
        {
            return null;
        }

        var start = 0;
        if (target[0] != '/')
        {
            var authority = target.IndexOf("://", StringComparison.Ordinal);
            start = authority < 0 ? -1 : target.IndexOf('/', authority + 3);
            if (start < 0)
            {
                return null;
            }
        }

        var end = target.IndexOf('?', start);
        return end < 0 ? target[start..] : target[start..end];
    }

    private static string[] Decode(string rawPath)
    {
        var segments = rawPath[1..].Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = PercentEncoding.TryDecode(segments[i], out var decoded)
                ? decoded
                : throw new RefusedRequestException(StatusCodes.Status400BadRequest, "The path is not percent-encoded UTF-8.");
        }

        RefuseDotSegments(segments);
        return segments;
    }

    private static void RefuseDotSegments(string[] segments)
    {
        if (Array.Exists(segments, static segment => segment is "." or ".."))
        {
            throw new RefusedRequestException(
                StatusCodes.Status400BadRequest,
                "The path has a '.' or '..' segment, which servers and proxies resolve. For a key that holds one, write the slashes of the key as %2F.");
        }
    }

    private static ObjectAddress Pick(string[] segments, int depth, string routedBucket, string path)
    {
        if (depth >= segments.Length || !string.Equals(Loosen(segments[depth]), Loosen(routedBucket), StringComparison.Ordinal))
        {
            throw new RefusedRequestException(StatusCodes.Status400BadRequest, "The bucket in the request target is not the one that was routed.");
        }

        if (segments[depth].Contains('/', StringComparison.Ordinal))
        {
            throw new RefusedRequestException(StatusCodes.Status400BadRequest, "The name of a bucket has no slash.");
        }

        return new ObjectAddress(segments[depth], string.Join('/', segments[(depth + 1)..]), path);
    }

    /// <summary>
    /// For a path that middleware rewrote, or a server that does not tell the target: the routed path is exact as long as it holds no <c>%2F</c>.
    /// </summary>
    private static ObjectAddress FromRoutedPath(HttpRequest request, int depth, string routedBucket)
    {
        var path = request.Path.Value!;
        if (path.Contains("%2F", StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedRequestException(StatusCodes.Status400BadRequest, "The path was rewritten and holds %2F, so the key cannot be told exactly.");
        }

        var segments = path[1..].Split('/');
        RefuseDotSegments(segments);
        return Pick(segments, depth, routedBucket, (request.PathBase + request.Path).ToUriComponent());
    }

    /// <summary>How many segments of the route come before the bucket.</summary>
    private static int BucketDepth(HttpContext context)
    {
        var segments = ((RouteEndpoint)context.GetEndpoint()!).RoutePattern.PathSegments;
        for (var i = 0; i < segments.Count; i++)
        {
            if (segments[i].Parts is [Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: BucketParameter }])
            {
                return i;
            }
        }

        throw new InvalidOperationException($"The route has no segment {{{BucketParameter}}}.");
    }

    // Only for comparing: the server has left %2F alone, this class has not.
    private static string Loosen(string path) => path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
