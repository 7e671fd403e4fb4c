namespace S3Kit.AspNetCore;

/// <summary>The ids of this assembly's log events, 2000 to 2099. An id is never used for another event again.</summary>
internal static class HttpEventIds
{
    public const int DownloadBrokenOff = 2001;
}
