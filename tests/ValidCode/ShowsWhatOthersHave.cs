namespace LeakGuard.ValidCode.ShowsWhatOthersHave;

// What a helper opens goes to the caller as well, and the caller ends it: the list only shows what there is.
public sealed class Archive
{
    private readonly List<FileStream> last = [];

    public int Count => last.Count;

    public IReadOnlyList<FileStream> Open(string[] names)
    {
        var files = OpenAll(names);
        last.Clear();
        last.AddRange(files);
        return files;
    }

    private static List<FileStream> OpenAll(string[] names)
    {
        var files = new List<FileStream>();
        foreach (var name in names)
            files.Add(File.OpenRead(name));
        return files;
    }
}

public sealed class Recent
{
    private readonly List<FileStream> last = [];

    public long Size => last.Sum(f => f.Length);

    public void OpenInto(List<FileStream> opened, string[] names)
    {
        last.Clear();
        foreach (var file in OpenAll(names))
        {
            opened.Add(file);
            last.Add(file);
        }
    }

    public Batch Load(string[] names)
    {
        var files = OpenAll(names).ToList();
        last.Clear();
        last.AddRange(files);
        return new Batch(files);
    }

    private static FileStream[] OpenAll(string[] names) => names.Select(File.OpenRead).ToArray();
}

public sealed class Overview
{
    private readonly List<FileStream> shown = [];

    public long Total => shown.Sum(f => f.Length);

    public void Show(Batch batch, string[] names)
    {
        shown.Clear();
        foreach (var file in OpenAll(names))
        {
            batch.Own(file);
            shown.Add(file);
        }
    }

    private static FileStream[] OpenAll(string[] names) => names.Select(File.OpenRead).ToArray();
}

public sealed class Batch(List<FileStream> files) : IDisposable
{
    public void Own(FileStream file) => files.Add(file);

    public void Dispose()
    {
        foreach (var file in files)
        {
            try
            {
                file.Dispose();
            }
            catch (IOException)
            {
                // The others are closed whatever happens to this one.
            }
        }
    }
}
