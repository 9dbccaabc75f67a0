from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0002_tokens'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rebuild',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('below', models.BigIntegerField()),
                ('done', models.BigIntegerField(default=0)),
                ('total', models.BigIntegerField()),
            ],
        ),
    ]
