'use strict';
(() => {
  const slice = 100;
  const printed = 5000;
  const levels = ['Error', 'Warning', 'Note', 'Pass'];
  const signs = { Error: '\u2716', Warning: '\u25B2', Note: '\u25CF', Pass: '\u2714' };
  const rules = JSON.parse(document.getElementById('rules').textContent);
  const data = JSON.parse(document.getElementById('data').textContent);
  const get = id => document.getElementById(id);
  const filters = { level: f => [f.level], check: f => [f.check], namespace: f => [f.namespace || ''], rule: f => f.rules };
  const columns = {
    level: f => levels.indexOf(f.level), namespace: f => f.namespace || '', target: f => f.target, check: f => f.check + (f.criterion || ''),
    verdict: f => f.verdict, violations: f => f.violations.length, place: f => f.place,
  };
  let found = [];
  let shown = 0;
  let sort = { by: 'level', down: false };

  // A number stands for the violation that came with this number.
  const violations = [];
  const whole = violation => typeof violation === 'number' ? violations[violation] : (violations.push(violation), violation);

  data.forEach((f, i) => {
    f.violations = f.violations.map(whole);
    f.order = i;
    f.target = f.kind ? f.kind + '/' + f.name : f.name;
    f.place = f.file ? f.file + (f.line ? ':' + f.line : '') : f.cluster ? 'cluster ' + f.cluster : '';
    f.rules = [...new Set(f.violations.map(v => v.rule))];
  });

  // Only text is ever put into the page, never markup.
  const make = (name, attributes, ...content) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      element.setAttribute(key, value);
    }
    element.append(...content.filter(part => part !== undefined && part !== null));
    return element;
  };

  const searchable = f => f.text || (f.text = [f.namespace, f.target, f.check, f.criterion, f.verdict, f.message, f.place,
    ...f.violations.flatMap(v => [v.rule, v.policy, v.field, v.message, v.fix])].filter(Boolean).join('\n').toLowerCase());

  const refresh = () => {
    const words = get('search').value.toLowerCase().split(/\s+/).filter(Boolean);
    // The first option of each list says "all" and has no key.
    const chosen = Object.entries(filters).map(([id, of]) => [get(id).selectedOptions[0].dataset.key, of]).filter(([key]) => key !== undefined);
    found = data.filter(f => chosen.every(([key, of]) => of(f).includes(key)) && words.every(word => searchable(f).includes(word)));
    const value = columns[sort.by];
    found.sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      return (x < y ? -1 : x > y ? 1 : 0) * (sort.down ? -1 : 1) || a.order - b.order;
    });
    shown = 0;
    get('rows').replaceChildren();
    get('count').textContent = found.length.toLocaleString('en') + ' of ' + data.length.toLocaleString('en') + ' verdicts';
    for (const button of document.querySelectorAll('[data-filter]')) {
      button.setAttribute('aria-pressed', String(get(button.dataset.filter).selectedOptions[0].dataset.key === button.dataset.value));
    }
    for (const button of document.querySelectorAll('[data-sort]')) {
      button.parentElement.setAttribute('aria-sort', button.dataset.sort !== sort.by ? 'none' : sort.down ? 'descending' : 'ascending');
    }
    showMore(slice);
  };

  const showMore = count => {
    const rows = document.createDocumentFragment();
    for (const f of found.slice(shown, shown + count)) {
      rows.append(row(f));
    }
    get('rows').append(rows);
    shown = Math.min(shown + count, found.length);
    const left = found.length - shown;
    get('more').hidden = left === 0;
    get('more').textContent = 'Show ' + Math.min(slice, left) + ' more of ' + left.toLocaleString('en');
  };

  // Names and paths break at their slashes first.
  const breakable = text => text.split('/').flatMap((part, i) => i === 0 ? [part] : ['/', make('wbr'), part]);

  const row = f => {
    const open = make('button', { type: 'button', class: 'open', 'aria-expanded': 'false' }, ...breakable(f.target));
    const line = make('tr', {},
      make('td', { class: 'level ' + f.level.toLowerCase() }, signs[f.level] + ' ' + f.level),
      make('td', { 'data-head': 'Namespace' }, f.namespace || '\u2013'),
      make('td', {}, open),
      make('td', { 'data-head': 'Check' }, f.check + (f.criterion ? ' (' + f.criterion + ')' : '')),
      make('td', { 'data-head': 'Verdict' }, f.verdict),
      make('td', { 'data-head': 'Violations' }, String(f.violations.length)),
      make('td', { 'data-head': 'Source' }, make('code', {}, ...breakable(f.place || '\u2013'))));
    open.addEventListener('click', () => toggle(line, open, f, open.getAttribute('aria-expanded') !== 'true'));
    line.finding = f;
    return line;
  };

  const toggle = (line, open, f, isOpen) => {
    const has = line.nextElementSibling && line.nextElementSibling.classList.contains('detail');
    open.setAttribute('aria-expanded', String(isOpen));
    if (isOpen && !has) {
      line.after(make('tr', { class: 'detail' }, detail(f)));
    } else if (!isOpen && has) {
      line.nextElementSibling.remove();
    }
  };

  const facts = (kind, pairs) => {
    const list = make('dl', { class: kind });
    for (const [name, value] of pairs) {
      if (value) {
        list.append(make('dt', {}, name), make('dd', {}, value));
      }
    }
    return list;
  };

  const detail = f => {
    const cell = make('td', { colspan: '7' });
    cell.append(facts('facts', [['Cluster', f.cluster], ['Source', f.place], ['Message', f.message]]));
    for (const v of f.violations) {
      const rule = rules[v.rule];
      cell.append(make('div', { class: 'violation ' + v.level.toLowerCase() },
        make('h3', {}, signs[v.level] + ' ' + v.level + ': ' + (rule ? rule.title : v.rule) + ' ', make('span', {}, v.rule)),
        facts('', [['Message', v.message], ['Fix', v.fix], ['Field', v.field], ['Policy', v.policy]])));
    }
    return cell;
  };

  const fill = (id, texts) => get(id).append(...texts.map(([key, text]) => {
    const option = make('option', {}, text);
    option.dataset.key = key;
    return option;
  }));

  const names = of => [...new Set(data.flatMap(of))].sort();
  fill('level', levels.map(level => [level, signs[level] + ' ' + level]));
  fill('check', names(filters.check).map(name => [name, name]));
  fill('namespace', names(filters.namespace).map(name => [name, name || '(no namespace)']));
  fill('rule', names(filters.rule).map(id => [id, id]));

  const choose = (id, key) => {
    const options = [...get(id).options];
    get(id).selectedIndex = Math.max(0, options.findIndex(option => option.dataset.key === key));
    refresh();
  };

  let waiting = 0;
  get('search').addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 150);
  });
  for (const id of Object.keys(filters)) {
    get(id).addEventListener('change', refresh);
  }
  get('filters').addEventListener('submit', event => event.preventDefault());
  get('filters').addEventListener('reset', () => setTimeout(refresh));
  get('more').addEventListener('click', () => showMore(slice));
  for (const button of document.querySelectorAll('[data-filter]')) {
    button.addEventListener('click', () =>
      choose(button.dataset.filter, button.getAttribute('aria-pressed') === 'true' ? undefined : button.dataset.value));
  }
  for (const button of document.querySelectorAll('[data-sort]')) {
    button.addEventListener('click', () => {
      sort = { by: button.dataset.sort, down: sort.by === button.dataset.sort && !sort.down };
      refresh();
    });
  }
  document.addEventListener('keydown', event => {
    if (event.key === '/' && !/^(INPUT|SELECT)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      get('search').focus();
    } else if (event.key === 'Escape') {
      get('filters').reset();
    }
  });

  // On paper everything that was chosen is there, opened.
  const openAll = () => {
    showMore(printed - shown);
    for (const line of [...get('rows').children].filter(child => child.finding)) {
      toggle(line, line.querySelector('.open'), line.finding, true);
    }
  };
  addEventListener('beforeprint', openAll);
  addEventListener('afterprint', refresh);

  refresh();
})();
