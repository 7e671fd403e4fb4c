using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace S3Kit.AspNetCore;

/// <summary>Writes problems as <c>application/problem+json</c>; through the app's <see cref="IProblemDetailsService"/> where it has one.</summary>
internal static class ProblemWriter
{
    public static Task WriteAsync(HttpContext context, S3KitException error)
    {
        Restart(context);
        if (ProblemMap.RetryAfterHeader(error) is { } seconds && ProblemMap.StatusOf(error) == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = seconds;
        }

        return WriteAsync(context, ProblemMap.Describe(error));
    }

    public static Task WriteAsync(HttpContext context, int status, string detail, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        Restart(context);
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return WriteAsync(context, ProblemMap.Describe(status, ReasonPhrases.GetReasonPhrase(status), detail));
    }

    // What was meant for the object (its length, its ETag) must not describe the problem.
    private static void Restart(HttpContext context)
    {
        context.Response.Clear();
        context.Response.Headers.XContentTypeOptions = "nosniff";
    }

    private static async Task WriteAsync(HttpContext context, ProblemDetails problem)
    {
        context.Response.StatusCode = problem.Status!.Value;
        if (problem.Status is StatusCodes.Status304NotModified || HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        if (context.RequestServices.GetService<IProblemDetailsService>() is { } service
            && await service.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem }).ConfigureAwait(false))
        {
            return;
        }

        await context.Response
            .WriteAsJsonAsync(problem, ApiJson.Default.ProblemDetails, "application/problem+json", context.RequestAborted)
            .ConfigureAwait(false);
    }
}
