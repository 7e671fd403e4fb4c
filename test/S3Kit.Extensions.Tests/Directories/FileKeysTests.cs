using S3Kit.Directories;

namespace S3Kit.Tests.Directories;

public sealed class FileKeysTests
{
    [TestCase("a")]
    [TestCase("a/b/c.txt")]
    [TestCase("folder/")]
    [TestCase(".hidden")]
    [TestCase("..a/b..")]
    [TestCase("...")]
    [TestCase("ab:c")]
    [TestCase("a/b:c")]
    [TestCase("12:30.log")]
    [TestCase("a\\b")]
    [TestCase("a?b*c|d<e>\"f")]
    [TestCase("con/aux.txt")]
    [TestCase("ends with a dot./and space ")]
    [TestCase("å/日本 😀")]
    [TestCase("tab\tline\n")]
    public void Fault_OutsideWindows_IsNone(string key) => Assert.That(FileKeys.Fault(key, onWindows: false), Is.Null);

    [TestCase("..", "the segment '..'")]
    [TestCase("../a", "the segment '..'")]
    [TestCase("a/../b", "the segment '..'")]
    [TestCase("a/..", "the segment '..'")]
    [TestCase("a/../", "the segment '..'")]
    [TestCase(".", "the segment '.'")]
    [TestCase("a/./b", "the segment '.'")]
    [TestCase("./", "the segment '.'")]
    [TestCase("/", "absolute path")]
    [TestCase("/etc/passwd", "absolute path")]
    [TestCase("//server/share", "absolute path")]
    [TestCase("\\\\server\\share", "absolute path")]
    [TestCase("\\a", "absolute path")]
    [TestCase("C:", "drive letter")]
    [TestCase("C:/Windows/win.ini", "drive letter")]
    [TestCase("c:a", "drive letter")]
    [TestCase("C:\\a", "drive letter")]
    [TestCase("..\\a", "the segment '..'")]
    [TestCase("a\\..\\b", "the segment '..'")]
    [TestCase("a/b\\..", "the segment '..'")]
    [TestCase("a//b", "empty segment")]
    [TestCase("a//", "empty segment")]
    [TestCase("a\0b", "NUL")]
    public void Fault_EverywhereDangerous_IsNamed(string key, string fault)
    {
        Assert.That(FileKeys.Fault(key, onWindows: false), Does.Contain(fault));
        Assert.That(FileKeys.Fault(key, onWindows: true), Is.Not.Null);
    }

    [TestCase("a\\b", "no file name")]
    [TestCase("a/b:stream", "no file name")]
    [TestCase("a?", "no file name")]
    [TestCase("a*", "no file name")]
    [TestCase("a|b", "no file name")]
    [TestCase("a<b", "no file name")]
    [TestCase("a>b", "no file name")]
    [TestCase("\"a\"", "no file name")]
    [TestCase("a\u0001", "no file name")]
    [TestCase("a\nb", "no file name")]
    [TestCase("a./b", "dot or space")]
    [TestCase("a ", "dot or space")]
    [TestCase("...", "dot or space")]
    [TestCase("CON", "device")]
    [TestCase("a/nul", "device")]
    [TestCase("aux.txt", "device")]
    [TestCase("com1.tar.gz", "device")]
    [TestCase("LPT9/a", "device")]
    [TestCase("com\u00b2", "device")]
    [TestCase("conout$", "device")]
    [TestCase("prn .txt", "device")]
    public void Fault_OnWindows_IsNamed(string key, string fault) => Assert.That(FileKeys.Fault(key, onWindows: true), Does.Contain(fault));

    [TestCase("a/b/c.txt")]
    [TestCase("console")]
    [TestCase("com10")]
    [TestCase("a.con")]
    [TestCase("å/日本 😀")]
    public void Fault_OnWindowsInnocent_IsNone(string key) => Assert.That(FileKeys.Fault(key, onWindows: true), Is.Null);

    [Test]
    public void NameFault_Length_CountsBytesWithThePrefix()
    {
        Assert.That(FileKeys.NameFault("p/", new string('é', 511)), Is.Null);
        Assert.That(FileKeys.NameFault("p/", new string('é', 511) + "a"), Does.Contain("1025 bytes"));
    }

    [Test]
    public void NameFault_HalfASurrogatePair_IsNamed() => Assert.That(FileKeys.NameFault("", "a" + '\ud83d'), Does.Contain("Unicode"));
}
