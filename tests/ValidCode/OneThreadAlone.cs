using System.Collections.ObjectModel;
using System.ComponentModel;

namespace LeakGuard.ValidCode.OneThreadAlone;

/// <summary>Only the thread that is started once, when the form is loaded, fills the table.</summary>
public class Finder(IEnumerable<string> paths)
{
    private readonly Dictionary<string, Entry> _found = [];

    protected virtual void OnLoad(EventArgs e)
    {
        var thread = new Thread(Find);
        thread.Start();
    }

    private void Find()
    {
        foreach (var path in paths)
        {
            if (!_found.TryGetValue(path, out var entry))
            {
                entry = new Entry();
                _found.Add(path, entry);
            }

            entry.Add(path);
        }
    }

    private sealed class Entry
    {
        private readonly List<string> _paths = [];

        public void Add(string path) => _paths.Add(path);
    }
}

/// <summary>The lock is for the helper object of a static method; a page is used by whoever made it.</summary>
public sealed class Layout
{
    private static readonly Lock Rendering = new();

    private readonly List<Row> _rows = [];
    private string _text = string.Empty;

    public static string Render(string text)
    {
        lock (Rendering)
        {
            var layout = new Layout { _text = text };
            layout.Fill();
            return string.Join("\n", layout._rows.Select(r => r.Text));
        }
    }

    public void Fill()
    {
        _rows.Clear();
        foreach (var line in _text.Split('\n'))
        {
            if (_rows.Count > 99)
                continue;
            var row = new Row();
            row.Add(line);
            _rows.Add(row);
        }

        if (_rows.Count == 0)
            _rows.Add(new Row());
    }

    private sealed class Row
    {
        private readonly List<string> _parts = [];

        public string Text => string.Concat(_parts);

        public void Add(string part) => _parts.Add(part);
    }
}

public static class Models
{
    public static Services AddSingleton<T>(this Services services) => services;

    public static void Register(Services services) => services.AddSingleton<ToolbarModel>();

    public sealed class Services;
}

/// <summary>Bound to a user interface, and used on its thread.</summary>
public sealed class ToolbarModel : INotifyPropertyChanged
{
    private readonly Dictionary<string, ObservableCollection<string>> _items = new(StringComparer.Ordinal);

    public event PropertyChangedEventHandler? PropertyChanged;

    public void Add(string context, string item)
    {
        var items = ItemsOf(context);
        items.Add(item);
    }

    private ObservableCollection<string> ItemsOf(string context)
    {
        if (!_items.TryGetValue(context, out var items))
        {
            items = [];
            items.CollectionChanged += OnChanged;
            _items[context] = items;
        }

        return items;
    }

    private void OnChanged(object? sender, EventArgs e) => PropertyChanged?.Invoke(this, new PropertyChangedEventArgs(nameof(Add)));
}
