using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace S3Kit.AspNetCore;

/// <summary>Answers with problem details when an endpoint of the app lets a failure of the store through.</summary>
internal sealed class S3KitExceptionHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not S3KitException error)
        {
            return false;
        }

        await ProblemWriter.WriteAsync(httpContext, error).ConfigureAwait(false);
        return true;
    }
}
