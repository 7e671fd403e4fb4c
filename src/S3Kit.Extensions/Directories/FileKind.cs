using System.Formats.Tar;

namespace S3Kit.Directories;

/// <summary>Tells files from pipes, sockets and devices. Opening a pipe would wait for somebody who writes to it, perhaps for ever.</summary>
internal static class FileKind
{
    public static bool IsRegular(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        // Writing archives is the one thing in .NET that asks the system what a file is. Only used for empty files, as those of the other kinds seem to be.
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            writer.WriteEntry(path, "file");
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry() is { EntryType: TarEntryType.RegularFile };
    }
}
